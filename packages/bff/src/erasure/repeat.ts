/** Repeats erasures after a restored backup, and retries unfinished removals at PayKKa. */

import { eachReference, insertErasure, listErasures, listUnfinished } from '../database/erasure-rows.ts'
import { claimJob, finishJob } from '../database/job-rows.ts'
import { AppError } from '../domain/errors.ts'
import { newRequestId } from '../domain/ids.ts'
import { keyMark, shopperHash } from '../domain/shopper-mark.ts'
import { eraseRows } from './erase-rows.ts'
import type { Remembered } from './erasure-list.ts'
import { appendToErasureList, readErasureList } from './erasure-list.ts'
import type { ErasureParts } from './erasures.ts'
import { finishErasure, workOffErasure } from './erasures.ts'

const EVERY_MS = 10 * 60_000
const LEASE_MS = 5 * 60_000

/** @returns the number of shoppers erased again */
export async function workOffErasures(parts: ErasureParts): Promise<number> {
  const missing = await syncList(parts)
  const { db } = parts.database
  if (!(await claimJob(db, 'erasures', parts.now(), EVERY_MS, LEASE_MS))) return 0
  const again = await eraseAgain(parts, missing)
  for (const row of await listUnfinished(db, parts.now() - EVERY_MS)) await workOffErasure(parts, row)
  await finishJob(db, 'erasures', parts.now())
  return again
}

/** Completes the list of this process. @returns erasures in the list that the database lacks */
async function syncList({ database, erasuresFile, erasureKey, log }: ErasureParts): Promise<Remembered[]> {
  if (erasuresFile === undefined) return []
  const key = keyMark(erasureKey)
  const listed = readErasureList(erasuresFile)
  const known = await listErasures(database.db)
  const ids = { listed: new Set(listed.map(({ id }) => id)), known: new Set(known.map(({ id }) => id)) }
  const unlisted = known.filter(({ id }) => !ids.listed.has(id))
  appendToErasureList(
    erasuresFile,
    unlisted.map(({ id, at, shopper_hash: shopper }) => ({ id, at, shopper, key })),
  )
  const missing = listed.filter(({ id }) => !ids.known.has(id))
  const foreign = missing.filter((entry) => entry.key !== key)
  if (foreign.length > 0)
    log.error(
      { erasures: foreign.length },
      'ERASURES_FILE was written under another BFF_MASTER_KEY: put that key back',
    )
  return missing.filter((entry) => entry.key === key)
}

/** One pass over all references finds the matching ones. */
async function eraseAgain(parts: ErasureParts, missing: Remembered[]): Promise<number> {
  if (missing.length === 0) return 0
  const meant = Map.groupBy(missing, ({ shopper }) => shopper)
  const found = new Map<string, string>()
  for await (const reference of eachReference(parts.database.db)) {
    const hash = shopperHash(parts.erasureKey, reference)
    if (meant.has(hash)) found.set(hash, reference)
  }
  let again = 0
  for (const entry of missing) again += await eraseOne(parts, entry, found.get(entry.shopper))
  return again
}

/** @returns 1 when done; an erasure that is not possible yet is tried again */
async function eraseOne(
  parts: ErasureParts,
  entry: Remembered,
  reference: string | undefined,
): Promise<number> {
  if (reference === undefined) {
    await parts.database.write((db) => insertErasure(db, nothingLeft(entry)))
    return 0
  }
  const by = { actor: { type: 'job', id: 'erasures' } as const, requestId: newRequestId() }
  const order = { id: entry.id, at: entry.at, reference, endAgreements: true, by }
  try {
    await finishErasure(parts, await parts.database.transaction((tx) => eraseRows(parts, tx, order)))
    return 1
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    parts.log.error(
      { erasure: entry.id, code: error.code },
      'a shopper whom a restore brought back cannot be erased yet',
    )
    return 0
  }
}

const nothingLeft = ({ id, at, shopper }: Remembered) => ({
  id,
  at,
  shop: 'default',
  shopper_hash: shopper,
  status: 'done' as const,
  erased: JSON.stringify({ checkouts: 0, cards: 0, agreements: 0, consents: 0, secrets: 0 }),
  kept: '[]',
  sealed_work: null,
  updated_at: at,
})
