/** Cancels agreements at PayKKa that a renewal has replaced: only the newest may be charged. */
import { findAgreement, listReplacedAgreements, updateSavedCard } from '../../database/saved-card-rows.ts'
import type { SavedCardRow } from '../../database/tables.ts'
import type { SavedCardParts } from '../saved-cards/token-gateway.ts'

const BATCH = 20

/** @returns the number canceled; the next run tries the others again */
export async function cancelReplaced(parts: SavedCardParts): Promise<number> {
  let canceled = 0
  for (const row of await listReplacedAgreements(parts.database.db, BATCH)) {
    if (!(await isCanceled(parts, row))) continue
    await updateSavedCard(parts.database.db, row.id, { status: 'ended' })
    canceled++
  }
  return canceled
}

async function isCanceled(parts: SavedCardParts, row: SavedCardRow): Promise<boolean> {
  const { vault, tokens, log } = parts
  const named = row.sealed_agreement && vault.tryDecrypt(row.sealed_agreement)
  if (!named) return false
  // PayKKa may give the new agreement the old one's name: then it must stay.
  if (await isInUse(parts, row, named)) return true
  const answer = await tokens.cancelAgreement(named, row.shopper_reference)
  if (answer.kind === 'done' || answer.kind === 'gone') return true
  log.warn(
    { agreement: row.renews, answer: answer.kind },
    'a replaced agreement could not be canceled at PayKKa',
  )
  return false
}

async function isInUse(
  { database, vault }: SavedCardParts,
  row: SavedCardRow,
  named: string,
): Promise<boolean> {
  const current = row.renews === null ? undefined : await findAgreement(database.db, row.renews)
  if (current?.status !== 'active' || current.sealed_agreement === null) return false
  return vault.tryDecrypt(current.sealed_agreement) === named
}
