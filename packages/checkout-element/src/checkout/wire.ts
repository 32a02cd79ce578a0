/** Reads the BFF's answers and checks them before use. Types are narrowed to the values that this version knows. */
import type * as Wire from '@paykka-checkout/shared-types'
import type { CARD_BRANDS, CHECKOUT_STATUSES, PAYMENT_STATUSES } from '@paykka-checkout/shared-types'

export type { CardKey, CardPlaintext, MethodOffer, UnavailableReason } from '@paykka-checkout/shared-types'
export type CardBrand = (typeof CARD_BRANDS)[number]
export type CheckoutStatus = (typeof CHECKOUT_STATUSES)[number]
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]
export type ProblemCode = Wire.ProblemCode
/** What a shopper can do after a decline. */
export type RetryAdvice = 'same-card' | 'other-card' | 'later' | 'contact-bank' | 'never'

/** A payment as this page may know it. */
export type PublicPayment = Omit<Wire.PublicPayment, 'status' | 'decline'> & {
  status: PaymentStatus
  decline?: { retry: RetryAdvice; reason?: string }
}

/** The checkout as this page may know it. */
export type PublicCheckout = Omit<
  Wire.PublicCheckout,
  'status' | 'cardBrands' | 'cardEntry' | 'lastPayment'
> & {
  status: CheckoutStatus
  cardBrands: CardBrand[]
  cardEntry: string
  lastPayment: PublicPayment | null
}

/** An error answer. */
export type Problem = Omit<Wire.Problem, 'code' | 'payment'> & { code: ProblemCode; payment?: PublicPayment }
export type DisplayMoney = Wire.DisplayMoney
export type Address = Wire.Address
export type PayRequest = Wire.PayRequest
export type StoredCard = Wire.StoredCard
export type HostedWay = Wire.HostedWay
export type EncryptedCardSettings = Wire.EncryptedCardSettings
/** The ciphertexts of PayKKa's script, with the holder's name that the element adds. */
export type EncryptedCardMethod = Extract<PayRequest['method'], { type: 'encrypted_card' }>
export type BrowserData = Wire.BrowserData
export type FraudData = Wire.FraudData

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string'

const SETTLED_WORDS: readonly string[] = [
  'sending',
  'action_required',
  'processing',
  'authorized',
  'succeeded',
  'declined',
  'failed',
  'canceled',
  'expired',
  'partially_refunded',
  'refunded',
  'partially_reversed',
] satisfies PaymentStatus[]

/** A payment, or `null`. An unknown status becomes `unknown`, because it must never look like an end. */
export function readPayment(value: unknown): PublicPayment | null {
  if (!isObject(value) || !isText(value.id) || !isText(value.status) || !isText(value.supportCode))
    return null
  const status = SETTLED_WORDS.includes(value.status) ? value.status : 'unknown'
  const attempt = typeof value.attempt === 'number' ? value.attempt : 1
  return { ...value, status, attempt } as PublicPayment
}

/** A checkout, or `null` when the answer is not one. */
export function readCheckout(value: unknown): PublicCheckout | null {
  if (!isObject(value) || !isText(value.id) || !isText(value.status)) return null
  if (!isObject(value.amount) || !isText(value.amount.display)) return null
  if (!isObject(value.cardKey) || !Array.isArray(value.cardBrands) || !Array.isArray(value.methods))
    return null
  return { ...value, lastPayment: readPayment(value.lastPayment) } as PublicCheckout
}

/** A problem document, or `null`: the error page of a proxy proves nothing. */
export function readProblem(value: unknown): Problem | null {
  if (!isObject(value) || !isText(value.code) || !isText(value.requestId)) return null
  return value as Problem
}
