/** Erases a shopper: here at once, at PayKKa as soon as it answers, and again after a restored backup. */
import type { Erasure, ErasureRequest, ShopperData } from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import { findErasure, updateErasure } from '../database/erasure-rows.ts'
import { storeAnswer } from '../database/idempotency-rows.ts'
import { idempotent, storedAnswer } from '../database/idempotent.ts'
import type { ErasureRow, IdempotencyRow } from '../database/tables.ts'
import { AppError, invalidField } from '../domain/errors.ts'
import { canonicalJson, fingerprint, newId } from '../domain/ids.ts'
import { keyMark, shopperHash } from '../domain/shopper-mark.ts'
import type { SavedCardParts } from '../payments/saved-cards/token-gateway.ts'
import type { EraseParts } from './erase-rows.ts'
import { eraseRows } from './erase-rows.ts'
import { appendToErasureList } from './erasure-list.ts'
import { erasureView } from './erasure-view.ts'
import { openWork, removeAtGateway, sealWork } from './gateway-work.ts'
import { readShopperData } from './shopper-data.ts'

export type ErasureParts = EraseParts &
  Pick<SavedCardParts, 'tokens'> & {
    /** Undefined without a file of erasures. */
    erasuresFile: string | undefined
    /** Resolves after `ms` milliseconds. */
    pause(ms: number): Promise<void>
    log: {
      info(facts: Record<string, unknown>, message: string): void
      warn(facts: Record<string, unknown>, message: string): void
      error(facts: Record<string, unknown>, message: string): void
    }
  }

type ErasureOrder = ErasureRequest & { reference: string; key: string; by: By }
type Erased = { erasure: Erasure; replayed: boolean }

export type Erasures = {
  /** @throws AppError erasure_not_possible | agreement_active | idempotency_key_reused | validation_failed | not_ready */
  erase(order: ErasureOrder): Promise<Erased>
  /** @returns all data about a shopper; the access is recorded */
  read(reference: string, by: By): Promise<ShopperData>
}

export function createErasures(parts: ErasureParts): Erasures {
  return {
    erase: (order) => erase(parts, order),
    read: (reference, by) => readShopperData(parts, reference, by),
  }
}

async function erase(parts: ErasureParts, order: ErasureOrder): Promise<Erased> {
  const { reference, key, by, note, endAgreements = false } = order
  if (note?.includes(reference)) throw invalidField('/note', 'names the shopper, and the record is kept')
  // The scope is stored for a while, so it must not name the shopper either.
  const scope = `erase:${shopperHash(parts.erasureKey, reference)}`
  const print = fingerprint(canonicalJson({ note: note ?? null, endAgreements }))
  const claim = { scope, key, fingerprint: print, paymentId: null, now: parts.now() }
  const [id, at] = [newId('ers'), parts.now()]
  const once = await parts.database.transaction((tx) =>
    idempotent(tx, claim, async () => {
      await storeAnswer(tx, scope, key, { status: 200, body: { id } })
      return eraseRows(parts, tx, { id, reference, at, endAgreements, note, idempotencyKey: key, by })
    }),
  )
  if ('earlier' in once) return repeat(parts, once.earlier)
  return { erasure: erasureView(await finishErasure(parts, once.done)), replayed: false }
}

/** Returns the erasure's present state. */
async function repeat({ database }: ErasureParts, earlier: IdempotencyRow): Promise<Erased> {
  const id = storedAnswer<{ id: string }>(earlier)?.body.id
  const row = id === undefined ? undefined : await findErasure(database.db, id)
  if (!row) throw new AppError('idempotency_in_flight', { retryAfter: 1 })
  return { erasure: erasureView(row), replayed: true }
}

/** The steps after the commit. The job repeats a failed step later. */
export async function finishErasure(parts: ErasureParts, row: ErasureRow): Promise<ErasureRow> {
  parts.log.info({ erasure: row.id, shopper: row.shopper_hash }, 'a shopper was erased')
  remember(parts, row)
  await scrub(parts)
  return workOffErasure(parts, row)
}

function remember({ erasuresFile, erasureKey, log }: ErasureParts, row: ErasureRow): void {
  const { id, at, shopper_hash: shopper } = row
  if (erasuresFile === undefined) {
    log.warn({ erasure: id }, 'a restored backup would bring this shopper back: set ERASURES_FILE')
    return
  }
  try {
    appendToErasureList(erasuresFile, [{ id, at, shopper, key: keyMark(erasureKey) }])
  } catch (err) {
    log.error({ err, erasure: id }, 'an erasure could not be written to ERASURES_FILE; trying again')
  }
}

const SCRUB_TRIES = 20
const SCRUB_PAUSE_MS = 100

async function scrub({ database, pause, log }: ErasureParts): Promise<void> {
  for (let tries = 0; tries < SCRUB_TRIES; tries++) {
    if (await database.scrub()) return
    await pause(SCRUB_PAUSE_MS)
  }
  log.warn({}, 'another process reads the database, so its log still holds what was erased; trying again')
}

/** Asks PayKKa to remove its stored tokens. @returns the erasure's present state */
export async function workOffErasure(parts: ErasureParts, row: ErasureRow): Promise<ErasureRow> {
  if (row.sealed_work === null) return row
  const work = openWork(parts.vault, row.sealed_work)
  if (!work) {
    parts.log.error({ erasure: row.id }, 'what PayKKa must remove was stored under another BFF_MASTER_KEY')
    return row
  }
  const { left, refused } = await removeAtGateway(parts.tokens, work)
  const changes = {
    status: left === null ? ('done' as const) : refused ? ('partly' as const) : ('processing' as const),
    sealed_work: sealWork(parts.vault, left),
    updated_at: parts.now(),
  }
  await parts.database.write((db) => updateErasure(db, row.id, changes))
  if (changes.status === 'partly')
    parts.log.error({ erasure: row.id }, 'PayKKa refuses to remove the saved cards of an erased shopper')
  return { ...row, ...changes }
}
