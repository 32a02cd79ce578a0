/** Opens what the shopper pays with. One file per type. */
import type { OfferType } from '@paykka-checkout/shared-types'
import type { HostedPage } from '../../checkouts/hosted-page.ts'
import { isOffered } from '../../checkouts/offers.ts'
import { AppError } from '../../domain/errors.ts'
import type { KeepPurpose, PurchaseMethod } from '../gateway.ts'
import type { PayInput, PayMethod, PayParts } from '../purchases/pay-parts.ts'
import { purposeOf } from '../saved-cards/keep-card.ts'
import { openAgreementMethod } from './agreement-method.ts'
import { openApplePayMethod } from './apple-pay-method.ts'
import { openCardMethod } from './card-method.ts'
import { openEncryptedCardMethod } from './encrypted-card-method.ts'
import { openGooglePayMethod } from './google-pay-method.ts'
import { openHostedMethod } from './hosted-method.ts'
import { openSavedCardMethod } from './saved-card-method.ts'

type MethodType = PayMethod['type']

/** What pays, in clear, for the length of one request. */
export type OpenedMethod = {
  type: MethodType
  purchase: PurchaseMethod
  brand?: string
  last4?: string
  /** First six digits of a card that was opened here. */
  bin?: string
  /** Names a wallet’s token, which serves one version of one checkout. */
  tokenMark?: string
  /** Names the ciphertext it came in, which may pay once. */
  sealMark?: string
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
export type MethodOpener<T extends MethodType> = (
  parts: PayParts,
  input: PayInput,
  method: Extract<PayMethod, { type: T }>,
) => Promise<OpenedMethod>

const OPENERS: { [T in MethodType]: MethodOpener<T> } = {
  card: openCardMethod,
  saved_card: openSavedCardMethod,
  agreement: openAgreementMethod,
  apple_pay: openApplePayMethod,
  google_pay: openGooglePayMethod,
  encrypted_card: openEncryptedCardMethod,
  hosted: openHostedMethod,
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
export async function openMethod(parts: PayParts, input: PayInput): Promise<OpenedMethod> {
  const { checkout, request } = input
  const { type } = request.method
  // An agreement is the shop’s to charge; what browsers send has no such type.
  if (type !== 'agreement' && !isOffered(checkout, OFFER_OF[type], parts.offer))
    throw new AppError('method_unavailable')
  const keep = purposeOf(input)
  const opener = OPENERS[type] as MethodOpener<MethodType>
  return { keep, ...(await opener(parts, input, request.method)) }
}
