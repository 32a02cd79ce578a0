/** Saving the card of a payment: who may, what the shopper agreed to, and what PayKKa gave for it. */
import type { HostedMethod } from '@paykka-checkout/shared-types'
import { readDetails } from '../checkout/details.ts'
import { leavesCard } from '../checkout/hosted-ways.ts'
import { AppError, invalidField } from '../errors.ts'
import { fingerprint, newId } from '../ids.ts'
import type { Queries } from '../store/database.ts'
import { findKept, insertConsent, insertSavedCard, listConsents } from '../store/saved-cards.ts'
import type { CheckoutRow, PaymentRow } from '../store/tables.ts'
import type { GatewayFacts, KeepPurpose } from './gateway.ts'
import type { PayInput } from './pay-parts.ts'
import type { SettleParts } from './settle.ts'

/** On PayKKa's own page the shopper is asked there, so the checkout alone decides what PayKKa may keep. */
export function hostedPurpose(checkout: CheckoutRow, ways: HostedMethod[]): KeepPurpose | null {
  const { recurring } = readDetails(checkout)
  if (recurring) return recurring.type
  return checkout.save_card !== 'off' && leavesCard(ways) ? 'saved_card' : null
}

/**
 * @returns what the card is kept for, null when it is not
 * @throws AppError validation_failed | method_unavailable
 */
export function purposeOf({ checkout, request }: PayInput): KeepPurpose | null {
  if (request.method.type === 'hosted') return null
  const { recurring, shopper } = readDetails(checkout)
  const typed = request.method.type === 'card' || request.method.type === 'encrypted_card'
  if (recurring && !typed) throw new AppError('method_unavailable')
  if (recurring) return recurring.type
  const always = checkout.save_card === 'always'
  if (request.saveCard && (checkout.save_card === 'off' || !typed || !shopper?.reference))
    throw invalidField('/saveCard', 'this checkout saves no card paid that way')
  return typed && (always || request.saveCard) ? 'saved_card' : null
}

/** Keeps what the shopper was shown, in the transaction that begins the payment. */
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

/** Keeps PayKKa’s token of a payment that has succeeded, encrypted. @returns false while it is still to come */
export async function keepCard(
  { vault, log }: SettleParts,
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
  await insertSavedCard(tx, {
    id: newId('card'),
    agreement_id: recurring ? newId('agr') : null,
    purpose: consent.purpose,
    status: 'active',
    shopper_reference: consent.shopper_reference,
    payment_id: payment.id,
    sealed_token: vault.seal(token),
    sealed_agreement: agreementId ? vault.seal(agreementId) : null,
    brand: payment.card_brand,
    last4: payment.card_last4,
    exp_month: consent.exp_month,
    exp_year: consent.exp_year,
    created_at: payment.updated_at,
  })
  return true
}
