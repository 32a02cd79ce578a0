/** Prepares the shopper's payment method: decrypts and checks it. One file per type. */
import type { OfferType } from '@paykka-checkout/shared-types'
import { isOffered } from '../../checkouts/offers.ts'
import { AppError } from '../../domain/errors.ts'
import type { PayInput, PayParts } from '../purchases/pay-parts.ts'
import { purposeOf } from '../saved-cards/keep-card.ts'
import { prepareAgreementMethod } from './agreement-method.ts'
import { prepareApplePayMethod } from './apple-pay-method.ts'
import { prepareCardMethod } from './card-method.ts'
import { prepareEncryptedCardMethod } from './encrypted-card-method.ts'
import { prepareGooglePayMethod } from './google-pay-method.ts'
import { prepareHostedMethod } from './hosted-method.ts'
import type { MethodPreparer, MethodType, PreparedMethod } from './prepared-method.ts'
import { prepareSavedCardMethod } from './saved-card-method.ts'

const PREPARERS: { [T in MethodType]: MethodPreparer<T> } = {
  card: prepareCardMethod,
  saved_card: prepareSavedCardMethod,
  agreement: prepareAgreementMethod,
  apple_pay: prepareApplePayMethod,
  google_pay: prepareGooglePayMethod,
  encrypted_card: prepareEncryptedCardMethod,
  hosted: prepareHostedMethod,
}

/** The name of each type among the checkout's offers. */
const OFFER_OF: Record<Exclude<MethodType, 'agreement'>, OfferType> = {
  card: 'card',
  saved_card: 'card',
  encrypted_card: 'card',
  apple_pay: 'apple_pay',
  google_pay: 'google_pay',
  hosted: 'hosted',
}

/** @throws AppError method_unavailable | validation_failed | the errors of the method's file */
export async function prepareMethod(parts: PayParts, input: PayInput): Promise<PreparedMethod> {
  const { checkout, request } = input
  const { type } = request.method
  // Only the shop charges an agreement; requests of browsers have no such type.
  if (type !== 'agreement' && !isOffered(checkout, OFFER_OF[type], parts.offer))
    throw new AppError('method_unavailable')
  const keep = purposeOf(input)
  const prepare = PREPARERS[type] as MethodPreparer<MethodType>
  return { keep, ...(await prepare(parts, input, request.method)) }
}
