/** Opens what the shopper pays with. One file per type; a type without an opener is not offered. */
import type { OfferType } from '@paykka-checkout/shared-types'
import { isOffered } from '../../checkout/offers.ts'
import { AppError, invalidField } from '../../errors.ts'
import type { PurchaseMethod } from '../gateway.ts'
import type { PayInput, PayMethod, PayParts } from '../pay-parts.ts'
import { openApplePayMethod } from './apple-pay.ts'
import { openCardMethod } from './card.ts'
import { openEncryptedCardMethod } from './encrypted-card.ts'
import { openGooglePayMethod } from './google-pay.ts'
import { openHostedMethod } from './hosted.ts'

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
  /** Overwrites what is secret in it. Call it when the request is over. */
  wipe(): void
}

/** @throws AppError when the method can’t be read, is not valid or is not this shopper’s */
export type MethodOpener<T extends MethodType> = (
  parts: PayParts,
  input: PayInput,
  method: Extract<PayMethod, { type: T }>,
) => Promise<OpenedMethod>

const OPENERS: { [T in MethodType]?: MethodOpener<T> } = {
  card: openCardMethod,
  apple_pay: openApplePayMethod,
  google_pay: openGooglePayMethod,
  encrypted_card: openEncryptedCardMethod,
  hosted: openHostedMethod,
}

/** What each type is called among the checkout’s offers. */
const OFFER_OF: Record<MethodType, OfferType> = {
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
  const opener = OPENERS[request.method.type] as MethodOpener<MethodType> | undefined
  if (!opener || !isOffered(checkout, OFFER_OF[request.method.type], parts.offer))
    throw new AppError('method_unavailable')
  if (request.saveCard) throw invalidField('/saveCard', 'cards are not stored by this version')
  return opener(parts, input, request.method)
}
