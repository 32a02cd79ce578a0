/** Lists, removes and ends what a shopper has saved. PayKKa’s tokens never leave this side. */
import type { Agreement, StoredCard } from '@paykka-checkout/shared-types'
import type { Vault } from '../card/vault.ts'
import { AppError } from '../errors.ts'
import { fingerprint, newSecret } from '../ids.ts'
import type { Store } from '../store/database.ts'
import {
  endSavedCard,
  findAgreement,
  findSavedCard,
  insertShopperSecret,
  listSavedCards,
} from '../store/saved-cards.ts'
import type { SavedCardRow } from '../store/tables.ts'
import { iso, present } from './text.ts'

/** What the gateway says to the removal of a token or the end of an agreement. */
export type RemovalAnswer = 'done' | 'gone' | 'refused' | 'unknown'

/** Neither throws for anything the gateway or the network does. `tokens` is null when it did not tell. */
export type TokenGateway = {
  tokens(shopperReference: string): Promise<string[] | null>
  removeToken(token: string, shopperReference: string): Promise<RemovalAnswer>
  cancelAgreement(agreementId: string, shopperReference: string): Promise<RemovalAnswer>
}

export type SavedCardParts = { store: Store; vault: Vault; tokens: TokenGateway; now: () => number }

/** @returns what the ledger knows, at once: for a shopper who is paying */
export async function knownCards(
  parts: Pick<SavedCardParts, 'store'>,
  reference: string,
): Promise<StoredCard[]> {
  return (await listSavedCards(parts.store.db, reference)).filter(isCard).map(cardView)
}

/** Like `knownCards`, after asking the gateway which of them are still good. */
export async function freshCards(parts: SavedCardParts, reference: string): Promise<StoredCard[]> {
  const rows = (await listSavedCards(parts.store.db, reference)).filter(isCard)
  const tokens = rows.length === 0 ? [] : await parts.tokens.tokens(reference)
  if (tokens === null) return rows.map(cardView)
  const good = rows.filter((row) => tokens.includes(parts.vault.open(row.sealed_token)))
  for (const row of rows) if (!good.includes(row)) await endSavedCard(parts.store.db, row.id)
  return good.map(cardView)
}

export async function listAgreements(
  parts: Pick<SavedCardParts, 'store'>,
  reference: string,
): Promise<Agreement[]> {
  const rows = await listSavedCards(parts.store.db, reference)
  return rows.filter((row) => !isCard(row)).map(agreementView)
}

/**
 * Removes a card; removing it twice is fine.
 * @throws AppError not_found for a card of anybody else | gateway_unreachable | gateway_refused
 */
export async function removeCard(parts: SavedCardParts, reference: string, id: string): Promise<void> {
  const row = await findSavedCard(parts.store.db, id)
  if (!row || row.shopper_reference !== reference || !isCard(row)) throw new AppError('not_found')
  if (row.status === 'ended') return
  const token = parts.vault.open(row.sealed_token)
  const answer = await parts.tokens.removeToken(token, reference)
  if (answer !== 'done' && answer !== 'gone') await confirmGone(parts, token, reference, answer)
  await endSavedCard(parts.store.db, row.id)
}

/** No clear answer: the list of what is left tells. */
async function confirmGone(
  parts: SavedCardParts,
  token: string,
  reference: string,
  answer: RemovalAnswer,
): Promise<void> {
  const left = await parts.tokens.tokens(reference)
  if (left === null || (answer === 'unknown' && left.includes(token)))
    throw new AppError('gateway_unreachable')
  if (left.includes(token)) throw new AppError('gateway_refused')
}

/**
 * Ends an agreement; ending it twice is fine.
 * @param reference whose it must be; undefined for the shop itself
 * @throws AppError not_found | gateway_unreachable | gateway_refused
 */
export async function endAgreement(
  parts: SavedCardParts,
  id: string,
  reference?: string,
): Promise<Agreement> {
  const row = await findAgreement(parts.store.db, id)
  const own = row && (reference === undefined || row.shopper_reference === reference)
  if (!own || !row.sealed_agreement) throw new AppError('not_found')
  if (row.status === 'active') {
    const named = parts.vault.open(row.sealed_agreement)
    const answer = await parts.tokens.cancelAgreement(named, row.shopper_reference)
    if (answer === 'unknown') throw new AppError('gateway_unreachable')
    if (answer === 'refused') throw new AppError('gateway_refused')
    await endSavedCard(parts.store.db, row.id)
  }
  return agreementView({ ...row, status: 'ended' })
}

const SECRET_LIFETIME_MS = 30 * 60_000

/** @returns a secret that opens this shopper’s cards in a browser for half an hour */
export async function openAccount(
  parts: Pick<SavedCardParts, 'store' | 'now'>,
  reference: string,
): Promise<{ clientSecret: string; expiresAt: string }> {
  const clientSecret = newSecret('ss')
  const expiresAt = parts.now() + SECRET_LIFETIME_MS
  const row = { hash: fingerprint(clientSecret), shopper_reference: reference, expires_at: expiresAt }
  await insertShopperSecret(parts.store.db, row)
  return { clientSecret, expiresAt: iso(expiresAt) }
}

const isCard = (row: SavedCardRow) => row.purpose === 'saved_card'

function cardView(row: SavedCardRow): StoredCard {
  const expiry = present({ expMonth: row.exp_month, expYear: row.exp_year })
  return { id: row.id, brand: row.brand ?? 'card', last4: row.last4 ?? '0000', ...expiry }
}

function agreementView(row: SavedCardRow): Agreement {
  const card = row.brand && row.last4 ? { brand: row.brand, last4: row.last4 } : null
  const type = row.purpose === 'subscription' ? 'subscription' : 'unscheduled'
  return { id: row.agreement_id ?? '', type, status: row.status, card, createdAt: iso(row.created_at) }
}
