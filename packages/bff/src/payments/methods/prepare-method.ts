/** Opens what the shopper pays with. One file per type. */
import type { OfferType } from '@paykka-checkout/shared-types'
import type { HostedPage } from '../../checkouts/hosted-page.ts'
import { isOffered } from '../../checkouts/offers.ts'
import { AppError } from '../../domain/errors.ts'
import type { KeepPurpose, PurchaseMethod } from '../gateway.ts'
import type { PayInput, PayMethod, PayParts } from '../purchases/pay-parts.ts'
import { purposeOf } from '../saved-cards/keep-card.ts'
import { prepareAgreementMethod } from './agreement-method.ts'
import { prepareApplePayMethod } from './apple-pay-method.ts'
import { prepareCardMethod } from './card-method.ts'
import { prepareEncryptedCardMethod } from './encrypted-card-method.ts'
import { prepareGooglePayMethod } from './google-pay-method.ts'
import { prepareHostedMethod } from './hosted-method.ts'
import { prepareSavedCardMethod } from './saved-card-method.ts'

type MethodType = PayMethod['type']

/** What pays, in clear, for the length of one request. */
export type PreparedMethod = {
  type: MethodType
  purchase: PurchaseMethod
  brand?: string
  last4?: string
  /** First six digits of a card that was opened here. */
  bin?: string
  /** Names a wallet’s token, which serves one version of one checkout. */
  tokenHash?: string
  /** Names the ciphertext it came in, which may pay once. */
  sealHash?: string
  /** Of a card that was opened here. */
  expiry?: { month: string; year: string }
  /** What the card is stored for, if it is. */
  keep?: KeepPurpose | null
  /** What PayKKa's own page offers, where the shopper pays on it. */
  page?: HostedPage
  /** Overwrites what is secret in it. Call it when the request is over. */
  wipe(): void
}

/** @throws AppError when the method can’t be read, is not valid or is not this shopper’s */
export type MethodPreparer<T extends MethodType> = (
  parts: PayParts,
  input: PayInput,
  method: Extract<PayMethod, { type: T }>,
) => Promise<PreparedMethod>

const OPENERS: { [T in MethodType]: MethodPreparer<T> } = {
  card: prepareCardMethod,
  saved_card: prepareSavedCardMethod,
  agreement: prepareAgreementMethod,
  apple_pay: prepareApplePayMethod,
  google_pay: prepareGooglePayMethod,
  encrypted_card: prepareEncryptedCardMethod,
  hosted: prepareHostedMethod,
}

/** What each type is called among the checkout’s offers. */
const OFFER_OF: Record<Exclude<MethodType, 'agreement'>, OfferType> = {
  card: 'card',
  saved_card: 'card',
  encrypted_card: 'card',
  apple_pay: 'apple_pay',
  google_pay: 'google_pay',
  hosted: 'hosted',
}

/** @throws AppError method_unavailable | validation_failed | what the opener throws */
export async function prepareMethod(parts: PayParts, input: PayInput): Promise<PreparedMethod> {
  const { checkout, request } = input
  const { type } = request.method
  // An agreement is the shop’s to charge; what browsers send has no such type.
  if (type !== 'agreement' && !isOffered(checkout, OFFER_OF[type], parts.offer))
    throw new AppError('method_unavailable')
  const keep = purposeOf(input)
  const opener = OPENERS[type] as MethodPreparer<MethodType>
  return { keep, ...(await opener(parts, input, request.method)) }
}
