/** Erases a shopper from every table, in one transaction with the audit entry. */
import type { By } from '../audit/record.ts'
import { record } from '../audit/record.ts'
import type { Vault } from '../cards/vault.ts'
import { updateOpenCheckout } from '../database/checkout-rows.ts'
import type { Database, Queries } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import {
  emptyCards,
  emptyReference,
  insertErasure,
  listCardsOf,
  listCheckoutsOf,
} from '../database/erasure-rows.ts'
import { takeTurn } from '../database/order-rows.ts'
import { listOldPayments, lockPaymentsOf } from '../database/retention-rows.ts'
import type { CheckoutRow, ErasureRow, SavedCardRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { pseudonymOf, shopperHash } from '../domain/shopper-mark.ts'
import { emptyCheckout } from '../retention/empty-checkout.ts'
import type { Retention } from '../retention/retention.ts'
import { sealWork, workOf } from './gateway-work.ts'
import type { Leftovers } from './kept.ts'
import { keptAfter } from './kept.ts'
import { listOpenThings } from './open-things.ts'

export type EraseParts = {
  database: Database
  vault: Vault
  now: () => number
  provenNow: () => number
  retention: Retention
  retainMetadata: string[]
  /** Key of the hash that replaces the shopper's reference. */
  erasureKey: Uint8Array
}

type EraseOrder = {
  id: string
  reference: string
  /** Later data is kept. Unix milliseconds. */
  at: number
  endAgreements: boolean
  note?: string | undefined
  idempotencyKey?: string | undefined
  by: By
}

/** @throws AppError erasure_not_possible | agreement_active | not_ready; then the transaction must not commit */
export async function eraseRows(parts: EraseParts, tx: Queries, order: EraseOrder): Promise<ErasureRow> {
  const { id, reference, at } = order
  const hash = shopperHash(parts.erasureKey, reference)
  await takeTurn(parts.database.kind, tx, `cards of ${reference}`)
  const checkouts = await closeCheckouts(parts, tx, order)
  await refuseIfOpen(tx, checkouts)
  const cards = await listCardsOf(tx, reference, at)
  refuseAgreements(cards, order)
  const work = workOf(parts.vault, reference, cards)
  const { erased, leftovers } = await emptyAll(parts, tx, order, {
    checkouts,
    cards,
    pseudonym: pseudonymOf(hash),
  })
  const row: ErasureRow = {
    id,
    shop: 'default',
    shopper_hash: hash,
    status: 'processing',
    erased: JSON.stringify(erased),
    kept: JSON.stringify(keptAfter(leftovers, parts.retention, at)),
    sealed_work: sealWork(parts.vault, work),
    at,
    updated_at: parts.now(),
  }
  await insertErasure(tx, row)
  await record(tx, {
    ...order.by,
    at: parts.now(),
    shop: row.shop,
    action: 'shopper.erase',
    target: { type: 'shopper', id: pseudonymOf(hash) },
    outcome: 'done',
    idempotencyKey: order.idempotencyKey,
    detail: { erasure: id, ...erased, ...(order.note === undefined ? {} : { note: order.note }) },
  })
  return row
}

/** Closes payable checkouts and locks the others, so that no payment begins meanwhile. */
async function closeCheckouts(
  { database, now, provenNow }: EraseParts,
  tx: Queries,
  { reference, at }: EraseOrder,
): Promise<CheckoutRow[]> {
  const ids = (await listCheckoutsOf(tx, reference, at)).map(({ id }) => id)
  await lockPaymentsOf(database.kind, tx, ids)
  const moment = { now: now(), provenNow: provenNow() }
  for (const id of ids) await updateOpenCheckout(tx, id, moment, { status: 'canceled' })
  return listCheckoutsOf(tx, reference, at)
}

async function refuseIfOpen(tx: Queries, checkouts: CheckoutRow[]): Promise<void> {
  const open = await listOpenThings(tx, checkouts)
  if (open.length > 0) throw new AppError('erasure_not_possible', { open: open.slice(0, MAX_OPEN) })
}

const MAX_OPEN = 100

function refuseAgreements(cards: SavedCardRow[], { endAgreements }: EraseOrder): void {
  const open = cards
    .filter(isActiveAgreement)
    .map(({ agreement_id }) => ({ type: 'agreement' as const, id: agreement_id ?? '', status: 'active' }))
  if (open.length > 0 && !endAgreements)
    throw new AppError('agreement_active', { open: open.slice(0, MAX_OPEN) })
}

const isActiveAgreement = ({ status, agreement_id }: SavedCardRow) =>
  status === 'active' && agreement_id !== null

type Found = { checkouts: CheckoutRow[]; cards: SavedCardRow[]; pseudonym: string }

async function emptyAll(
  { retainMetadata: keepMetadata, now }: EraseParts,
  tx: Queries,
  { reference, at }: EraseOrder,
  { checkouts, cards, pseudonym }: Found,
) {
  const leftovers = await readLeftovers(tx, checkouts)
  const agreements = cards.filter(isActiveAgreement).length
  const active = cards.filter(({ status }) => status === 'active').length
  // Cards first: a consent keeps its text while its card is saved.
  await emptyCards(
    tx,
    cards.map(({ id }) => id),
    pseudonym,
  )
  let consents = 0
  for (const checkout of checkouts)
    consents += await emptyCheckout(tx, checkout, { pseudonym, keepMetadata }, now())
  const others = await emptyReference(tx, reference, pseudonym, at)
  consents += others.consents
  const erased = {
    checkouts: checkouts.length,
    cards: active - agreements,
    agreements,
    consents,
    secrets: others.secrets,
  }
  return { erased, leftovers: { ...leftovers, consents } }
}

async function readLeftovers(tx: Queries, checkouts: CheckoutRow[]): Promise<Omit<Leftovers, 'consents'>> {
  const payments = await listOldPayments(
    tx,
    checkouts.map(({ id }) => id),
  )
  const disputes = await listDisputes(
    tx,
    payments.map(({ id }) => id),
  )
  const newest = (rows: { updated_at: number }[]) =>
    rows.length === 0 ? null : Math.max(...rows.map(({ updated_at }) => updated_at))
  return { paidAt: newest(payments), disputedAt: newest(disputes) }
}
