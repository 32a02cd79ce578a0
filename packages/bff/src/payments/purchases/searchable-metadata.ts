/** Makes a payment searchable by the shop's metadata. */
import { readDetails } from '../../checkouts/checkout-details.ts'
import { metadataHash } from '../../checkouts/shopper-columns.ts'
import type { Queries } from '../../database/database.ts'
import { addPaymentMetadata } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'

export type SearchableMetadata = {
  transIdKey: Uint8Array
  /** Metadata names by which payments can be searched; none when left out. */
  searchableMetadata?: string[]
}

/** One row for each metadata pair whose name is in `SEARCHABLE_METADATA`. */
export async function keepMetadata(
  { transIdKey, searchableMetadata: names = [] }: SearchableMetadata,
  tx: Queries,
  checkout: CheckoutRow,
  { id, created_at }: PaymentRow,
): Promise<void> {
  if (names.length === 0) return
  const { metadata = {} } = readDetails(checkout)
  const rows = names
    .filter((name) => metadata[name] !== undefined)
    .map((name) => ({
      payment_id: id,
      hash: metadataHash(transIdKey, name, String(metadata[name])),
      created_at,
    }))
  await addPaymentMetadata(tx, rows)
}
