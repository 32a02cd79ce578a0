/** The checkout for an existing agreement: the shopper gives another card, or confirms a payment at the bank. */
import type { AgreementCheckoutRequest, CreateCheckout } from '@paykka-checkout/shared-types'
import type { Queries } from '../../database/database.ts'
import { findAgreement } from '../../database/saved-card-rows.ts'
import { AppError, invalidField } from '../../domain/errors.ts'

/**
 * @returns the body of the checkout; its payment starts a new agreement at PayKKa
 * @throws AppError not_found | agreement_inactive | validation_failed when it names another shopper
 */
export async function forAgreement(
  db: Queries,
  id: string,
  body: AgreementCheckoutRequest,
): Promise<CreateCheckout> {
  const agreement = await findAgreement(db, id)
  if (!agreement) throw new AppError('not_found')
  if (agreement.status !== 'active') throw new AppError('agreement_inactive')
  const reference = agreement.shopper_reference
  if ((body.shopper?.reference ?? reference) !== reference)
    throw invalidField('/shopper/reference', "is not the agreement's shopper")
  const type = agreement.purpose === 'subscription' ? 'subscription' : 'unscheduled'
  return { ...body, shopper: { ...body.shopper, reference }, recurring: { type } }
}
