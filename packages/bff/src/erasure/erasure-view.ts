/** An erasure as shown to the shop's server. */
import type { Erasure, KeptData } from '@paykka-checkout/shared-types'
import type { ErasureRow } from '../database/tables.ts'
import { iso } from '../domain/present.ts'

export function erasureView({ id, status, at, erased, kept }: ErasureRow): Erasure {
  return {
    id,
    status,
    at: iso(at),
    erased: JSON.parse(erased) as Erasure['erased'],
    kept: JSON.parse(kept) as KeptData[],
  }
}
