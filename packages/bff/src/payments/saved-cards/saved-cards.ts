/** Lists and removes saved cards and ends agreements. PayKKa's tokens never leave the BFF. */
import type { Agreement, StoredCard, StoredCardList } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import { record } from '../../audit/record.ts'
import { removalOf } from '../../audit/removal.ts'
import type { Vault } from '../../cards/vault.ts'
import type { Queries } from '../../database/database.ts'
import {
  endSavedCard,
  findAgreement,
  findSavedCard,
  insertShopperSecret,
  listReplaced,
  listSavedCards,
} from '../../database/saved-card-rows.ts'
import type { SavedCardRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { fingerprint, newSecret } from '../../domain/ids.ts'
import { iso, present } from '../../domain/present.ts'
import { pseudonymOf, shopperHash } from '../../domain/shopper-mark.ts'
import { agreementView } from '../recurring/agreement-view.ts'
import type { TokenNames } from './other-tokens.ts'
import { tokenView } from './other-tokens.ts'
import type { KeptToken, RemovalAnswer, SavedCardParts } from './token-gateway.ts'

/** @returns the cards in the database, without a query: for a shopper who is paying */
export async function knownCards(
  parts: Pick<SavedCardParts, 'database' | 'vault'>,
  reference: string,
): Promise<StoredCard[]> {
  return (await usableCards(parts, reference)).map(cardView)
}

/** A token encrypted under another BFF_MASTER_KEY can't be used, but it is not lost: that key may come back. */
async function usableCards(
  { database, vault }: Pick<SavedCardParts, 'database' | 'vault'>,
  reference: string,
): Promise<SavedCardRow[]> {
  const rows = await listSavedCards(database.db, reference)
  return rows.filter((row) => isCard(row) && vault.tryDecrypt(row.sealed_token) !== null)
}

/** @throws AppError not_ready when it was encrypted under another BFF_MASTER_KEY */
export function decryptSealed(vault: Vault, sealed: string): string {
  const opened = vault.tryDecrypt(sealed)
  if (opened === null) throw new AppError('not_ready', { detail: SEALED_OTHERWISE, retryAfter: RETRY_S })
  return opened
}

const SEALED_OTHERWISE =
  "PayKKa's token for it was stored under another BFF_MASTER_KEY. Put that key back; nothing was sent."
const RETRY_S = 60

/**
 * Like `knownCards`, without the cards that the gateway does not list as usable now. The list may lag behind or lack one,
 * so it only hides cards and changes nothing.
 */
export async function freshCards(parts: SavedCardParts, reference: string): Promise<StoredCard[]> {
  const rows = await usableCards(parts, reference)
  const tokens = rows.length === 0 ? [] : await parts.tokens.tokens(reference)
  return rows.filter((row) => isGood(parts, row, tokens)).map(cardView)
}

/** Like `freshCards`, with the tokens that only the gateway knows: for the shop, which may remove them. */
export async function shopperCards(
  parts: SavedCardParts & TokenNames,
  reference: string,
): Promise<StoredCardList> {
  const tokens = await parts.tokens.tokens(reference)
  const data = (await usableCards(parts, reference)).filter((row) => isGood(parts, row, tokens)).map(cardView)
  const known = await knownTokens(parts, reference)
  const others = known ? (tokens ?? []).filter(({ token }) => !known.has(token)) : []
  return others.length > 0 ? { data, others: others.map((kept) => tokenView(parts, kept)) } : { data }
}

/** @returns null when one of them was encrypted under another BFF_MASTER_KEY: then the unknown tokens cannot be determined */
async function knownTokens(
  { database, vault }: SavedCardParts,
  reference: string,
): Promise<Set<string> | null> {
  const rows = await listSavedCards(database.db, reference)
  const older = await listReplaced(
    database.db,
    rows.map(({ id }) => id),
  )
  const opened = [...rows, ...older].map((row) => vault.tryDecrypt(row.sealed_token))
  return opened.includes(null) ? null : new Set(opened.filter((token) => token !== null))
}

function isGood({ vault }: SavedCardParts, row: SavedCardRow, tokens: KeptToken[] | null): boolean {
  const own = vault.decrypt(row.sealed_token)
  return tokens?.some(({ token }) => token === own) ?? true
}

export async function listAgreements(
  parts: Pick<SavedCardParts, 'database' | 'now'>,
  reference: string,
): Promise<Agreement[]> {
  const [rows, now] = [await listSavedCards(parts.database.db, reference), parts.now()]
  return rows.filter((row) => !isCard(row)).map((row) => agreementView(row, now))
}

/** @returns all cards in the database, including those encrypted under another BFF_MASTER_KEY */
export async function listSaved(
  db: Queries,
  reference: string,
  now: number,
): Promise<{ cards: StoredCard[]; agreements: Agreement[] }> {
  const rows = await listSavedCards(db, reference)
  const agreements = rows.filter((row) => !isCard(row)).map((row) => agreementView(row, now))
  return { cards: rows.filter(isCard).map(cardView), agreements }
}

/**
 * Removes a card at the gateway, even one that is hidden here. Idempotent.
 * @throws AppError not_found for a card of anybody else | gateway_unreachable | gateway_refused
 */
export async function removeCard(
  parts: SavedCardParts,
  reference: string,
  id: string,
  by: By,
): Promise<void> {
  const row = await findSavedCard(parts.database.db, id)
  if (!row || row.shopper_reference !== reference || !isCard(row)) throw new AppError('not_found')
  // A card that was saved again has several tokens. Its current one goes last: the card is shown until all are removed.
  const kept = [...(await listReplaced(parts.database.db, [row.id])), row]
  for (const token of new Set(kept.map(({ sealed_token }) => decryptSealed(parts.vault, sealed_token))))
    await removeToken(parts, reference, id, token)
  await end(parts, row, 'card.remove', by)
}

async function removeToken(
  parts: SavedCardParts,
  reference: string,
  id: string,
  token: string,
): Promise<void> {
  const answer = await parts.tokens.removeToken(token, reference)
  const isOver = answer.kind === 'done' || answer.kind === 'gone'
  if (!isOver && !(await isGone(parts, token, reference, answer))) throw notRemoved(parts, id, answer)
}

/** A refusal that may mean "no such token" and a list without the token together prove the removal. Neither does alone. */
async function isGone(
  parts: SavedCardParts,
  token: string,
  reference: string,
  answer: RemovalAnswer,
): Promise<boolean> {
  if (answer.kind !== 'refused' || !answer.mayBeGone) return false
  const left = await parts.tokens.tokens(reference)
  return left !== null && !left.some((kept) => kept.token === token)
}

function notRemoved({ log }: SavedCardParts, id: string, answer: RemovalAnswer): AppError {
  if (answer.kind !== 'refused') return new AppError('gateway_unreachable')
  const { gatewayCode, gatewayMessage } = answer
  log.warn({ id, gatewayCode, gatewayMessage }, 'PayKKa refuses to remove what is saved')
  return new AppError('gateway_refused')
}

/**
 * Ends an agreement. Idempotent.
 * @param reference the shopper it must belong to; undefined for the shop itself
 * @throws AppError not_found | gateway_unreachable | gateway_refused
 */
export async function endAgreement(
  parts: SavedCardParts,
  id: string,
  by: By,
  reference?: string,
): Promise<Agreement> {
  const row = await findAgreement(parts.database.db, id)
  const own = row && (reference === undefined || row.shopper_reference === reference)
  if (!own || !row.sealed_agreement) throw new AppError('not_found')
  if (row.status === 'active') {
    const named = decryptSealed(parts.vault, row.sealed_agreement)
    const answer = await parts.tokens.cancelAgreement(named, row.shopper_reference)
    if (answer.kind !== 'done' && answer.kind !== 'gone') throw notRemoved(parts, id, answer)
    await end(parts, row, 'agreement.end', by)
  }
  return agreementView({ ...row, status: 'ended' }, parts.now())
}

/** A card that had ended before keeps its first end. */
function end(parts: SavedCardParts, row: SavedCardRow, action: string, by: By): Promise<void> {
  return parts.database.transaction(async (tx) => {
    const ended = await endSavedCard(tx, row.id)
    if (ended) await record(tx, removalOf(parts.now(), { type: 'saved_card', id: row.id }, action, by))
  })
}

export type AccountParts = Pick<SavedCardParts, 'database' | 'now'> & {
  /** Hides who a shopper is. */
  erasureKey: Uint8Array
}

const SECRET_LIFETIME_MS = 30 * 60_000

/** @returns a secret that shows this shopper's cards in a browser for half an hour */
export async function openAccount(
  { database, now, erasureKey }: AccountParts,
  reference: string,
  by: By,
): Promise<{ clientSecret: string; expiresAt: string }> {
  const clientSecret = newSecret('ss')
  const at = now()
  const expiresAt = at + SECRET_LIFETIME_MS
  const row = { hash: fingerprint(clientSecret), shopper_reference: reference, expires_at: expiresAt }
  // The record stays when the shopper is forgotten, so it does not name them.
  const target = { type: 'shopper', id: pseudonymOf(shopperHash(erasureKey, reference)) }
  await database.transaction(async (tx) => {
    await insertShopperSecret(tx, row)
    await record(tx, { ...by, at, shop: 'default', action: 'shopper.open_account', target, outcome: 'done' })
  })
  return { clientSecret, expiresAt: iso(expiresAt) }
}

const isCard = (row: SavedCardRow) => row.purpose === 'saved_card'

function cardView(row: SavedCardRow): StoredCard {
  const expiry = present({ expMonth: row.exp_month, expYear: row.exp_year })
  return { id: row.id, brand: row.brand ?? 'card', last4: row.last4 ?? '0000', ...expiry }
}
