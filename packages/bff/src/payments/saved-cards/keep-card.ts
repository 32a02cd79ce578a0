/** Saves the card of a payment: checks permission, records the shopper's consent, stores PayKKa's token. */
import type { HostedMethod } from '@paykka-checkout/shared-types'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { leavesCard } from '../../checkouts/hosted-ways.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { takeTurn } from '../../database/order-rows.ts'
import {
  findKept,
  insertConsent,
  insertSavedCard,
  listConsents,
  listMatchableCards,
  replaceCards,
  updateSavedCard,
} from '../../database/saved-card-rows.ts'
import type { CheckoutRow, PaymentRow, SavedCardRow } from '../../database/tables.ts'
import { AppError, invalidField } from '../../domain/errors.ts'
import { fingerprint, newId } from '../../domain/ids.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { GatewayFacts, KeepPurpose } from '../gateway.ts'
import type { PayInput } from '../purchases/pay-parts.ts'
import { renewAgreement } from '../recurring/renew-agreement.ts'
import type { CardTraits } from './same-card.ts'
import { isSameCard } from './same-card.ts'

/** PayKKa's page asks the shopper for consent itself, so the checkout alone decides what PayKKa may store. */
export function hostedPurpose(checkout: CheckoutRow, ways: HostedMethod[]): KeepPurpose | null {
  const { recurring } = readDetails(checkout)
  if (recurring) return recurring.type
  return checkout.save_card !== 'off' && leavesCard(ways) ? 'saved_card' : null
}

/**
 * @returns the purpose for which the card is stored, null when it is not
 * @throws AppError validation_failed | method_unavailable
 */
export function purposeOf({ checkout, request }: PayInput): KeepPurpose | null {
  if (request.method.type === 'hosted') return null
  const { recurring, shopper } = readDetails(checkout)
  const { type } = request.method
  const typed = type === 'card' || type === 'encrypted_card'
  if (recurring && !typed && type !== 'saved_card') throw new AppError('method_unavailable')
  if (recurring) return recurring.type
  const always = checkout.save_card === 'always'
  if (request.saveCard && (checkout.save_card === 'off' || !typed || !shopper?.reference))
    throw invalidField('/saveCard', 'this checkout saves no card paid that way')
  return typed && (always || request.saveCard) ? 'saved_card' : null
}

/** Stores the consent text shown to the shopper, in the transaction that begins the payment. */
export async function recordConsent(
  tx: Queries,
  { checkout, request }: PayInput,
  payment: PaymentRow,
  purpose: KeepPurpose,
  expiry: { month: string; year: string } | undefined,
): Promise<void> {
  const text = request.consent?.text
  await insertConsent(tx, {
    payment_id: payment.id,
    shopper_reference: readDetails(checkout).shopper?.reference ?? '',
    purpose,
    text: text ?? null,
    text_hash: text === undefined ? null : fingerprint(text),
    locale: request.consent?.locale ?? null,
    exp_month: expiry?.month ?? null,
    exp_year: expiry?.year ?? null,
    at: payment.created_at,
  })
}

/** Stores PayKKa's token of a successful payment, encrypted. @returns false while PayKKa has not returned it yet */
export async function keepCard(
  { vault, log, database }: SettleParts,
  tx: Queries,
  payment: PaymentRow,
  { token, agreementId, shopperReference }: GatewayFacts,
): Promise<boolean> {
  const [consent] = await listConsents(tx, [payment.id])
  if (!consent || (await findKept(tx, payment.id))) return true
  if (shopperReference !== undefined && shopperReference !== consent.shopper_reference) {
    log.error({ payment: payment.id }, "PayKKa names another shopper: the payment's card is not kept")
    return true
  }
  const recurring = consent.purpose !== 'saved_card'
  if (!token || (recurring && !agreementId)) return false
  const row: SavedCardRow = {
    id: newId('card'),
    agreement_id: recurring ? newId('agr') : null,
    purpose: consent.purpose,
    status: 'active',
    replaced_by: null,
    shopper_reference: consent.shopper_reference,
    payment_id: payment.id,
    sealed_token: vault.encrypt(token),
    sealed_agreement: agreementId ? vault.encrypt(agreementId) : null,
    brand: payment.card_brand,
    last4: payment.card_last4,
    exp_month: consent.exp_month,
    exp_year: consent.exp_year,
    created_at: payment.updated_at,
    renewed_at: null,
    expiry_told_at: null,
    renews: null,
  }
  if (recurring) await insertAgreement(database, tx, row, payment)
  else await insertOrRenew({ vault, database }, tx, row, { ...row, token, bin: payment.card_bin })
  return true
}

async function insertAgreement(
  database: SettleParts['database'],
  tx: Queries,
  row: SavedCardRow,
  payment: PaymentRow,
): Promise<void> {
  const checkout = await findCheckout(tx, payment.checkout_id)
  const renewed = checkout?.renews_agreement
  if (renewed) await renewAgreement(database, tx, row, renewed)
  else await insertSavedCard(tx, row)
}

/**
 * A shopper has one entry per card: a card saved again keeps its id and gets the newest token. The older token moves into
 * the new row, since PayKKa keeps it until the shopper removes the card.
 */
async function insertOrRenew(
  { vault, database }: Pick<SettleParts, 'vault' | 'database'>,
  tx: Queries,
  row: SavedCardRow,
  traits: CardTraits,
): Promise<void> {
  await takeTurn(database.kind, tx, `cards of ${row.shopper_reference}`)
  const cards = await listMatchableCards(tx, row.shopper_reference)
  const [known, ...others] = cards.filter((card) =>
    isSameCard(traits, { ...card, token: vault.tryDecrypt(card.sealed_token) }),
  )
  if (!known) return insertSavedCard(tx, row)
  const { sealed_token, exp_month, exp_year, created_at } = row
  const expiry = { exp_month: exp_month ?? known.exp_month, exp_year: exp_year ?? known.exp_year }
  await updateSavedCard(tx, known.id, { sealed_token, ...expiry, created_at })
  await insertSavedCard(tx, {
    ...row,
    status: 'replaced',
    replaced_by: known.id,
    sealed_token: known.sealed_token,
  })
  await replaceCards(
    tx,
    others.map(({ id }) => id),
    known.id,
  )
}
