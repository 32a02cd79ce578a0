/** A payment: one attempt inside a checkout, as the shop and as the browser see it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Dispute } from './dispute-facts.ts'
import { Failure, GatewayWords } from './failure.ts'
import { HostedWay } from './hosted.ts'
import { Balance, Money } from './money.ts'
import { Operation } from './operation.ts'
import { Address } from './party.ts'
import { BrowserData, CardSummary, PaidWith, PaymentMethod, ShopCard } from './payment-method.ts'
import { CheckoutId, Moment, OneOf, PaymentId, Strict, Text } from './primitives.ts'
import { AgreementId, CardConsent, CardId, ConsentRecord } from './saved-cards.ts'
import { CaptureMode, PaymentStatus, RetryAdvice } from './states.ts'
import { Warnings } from './warning.ts'

/** Where the shopper must go before the payment can end, for example the bank's 3-D Secure page. */
export const RedirectAction = Strict({
  type: Type.Literal('redirect'),
  url: Type.String({ maxLength: 4096 }),
})
export type RedirectAction = Static<typeof RedirectAction>

/**
 * A decline as the browser sees it. Only the confirmation at the bank is named: it failed, or the bank demands one, which it
 * asks for when the shopper pays again.
 */
const PublicDecline = Strict({
  retry: RetryAdvice,
  reason: Type.Optional(OneOf(['authentication', 'authentication_required'])),
})

/** A payment as the browser sees it: no gateway ids, no reason that would help a card tester. */
export const PublicPayment = Strict(
  {
    id: PaymentId,
    status: PaymentStatus,
    attempt: Type.Integer({ minimum: 1, maximum: 1000 }),
    method: PaidWith,
    card: Type.Optional(CardSummary),
    way: Type.Optional(HostedWay),
    action: Type.Optional(RedirectAction),
    decline: Type.Optional(PublicDecline),
    supportCode: Type.String({
      maxLength: 32,
      description: 'Give this to support: it finds the payment in logs and at PayKKa',
    }),
    createdAt: Moment,
  },
  'PublicPayment',
)
export type PublicPayment = Static<typeof PublicPayment>

/** Body of `POST /client/v1/checkout/payments`. There is no amount: it comes from the checkout. */
export const PayRequest = Strict(
  {
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    method: PaymentMethod,
    browser: BrowserData,
    billing: Type.Optional(Address),
    saveCard: Type.Optional(Type.Boolean()),
    consent: Type.Optional(CardConsent),
  },
  'PayRequest',
)
export type PayRequest = Static<typeof PayRequest>

export const PayResponse = Strict({ payment: PublicPayment })
export type PayResponse = Static<typeof PayResponse>

/**
 * Why a payment can't be left yet. `being_paid`: PayKKa has an order, its result is awaited. `at_bank`: the bank may still
 * approve it. `no_answer`: PayKKa did not tell.
 */
export const AbandonReason = OneOf(['being_paid', 'at_bank', 'no_answer'])
export type AbandonReason = Static<typeof AbandonReason>

/** Answer of `POST /client/v1/checkout/payments/:id/abandon`. Without a reason the checkout can be paid again. */
export const AbandonResponse = Strict(
  { payment: PublicPayment, reason: Type.Optional(AbandonReason) },
  'AbandonResponse',
)
export type AbandonResponse = Static<typeof AbandonResponse>

/** Why a payment was declined, as the shop's server sees it. */
export const Decline = Strict({
  code: Type.String({ maxLength: 64 }),
  retry: RetryAdvice,
  ...GatewayWords,
})
export type Decline = Static<typeof Decline>

/**
 * What a scheduler may do after a charge without the shopper. `later`: the same again, not before that moment. `new-card`:
 * the shopper has to give another card. `shopper`: the shopper has to confirm, at `action.url` or in a checkout. `never`:
 * this agreement must not be charged again.
 */
export const RetryPlan = Strict({
  advice: OneOf(['later', 'new-card', 'shopper', 'never']),
  notBefore: Type.Optional(Moment),
})
export type RetryPlan = Static<typeof RetryPlan>

/** Sums of one payment in minor units, from PayKKa's last answer. */
export const Balances = Strict({
  authorized: Balance,
  captured: Balance,
  capturable: Balance,
  voided: Balance,
  voidable: Balance,
  refunded: Balance,
  refundable: Balance,
})
export type Balances = Static<typeof Balances>

/** One step in the life of a payment. */
export const PaymentStep = Strict({
  at: Moment,
  from: Type.Union([PaymentStatus, Type.Null()]),
  to: PaymentStatus,
  cause: Type.String({ maxLength: 64 }),
  detail: Type.Optional(Type.String({ maxLength: 256 })),
  gatewayMessage: GatewayWords.gatewayMessage,
})
export type PaymentStep = Static<typeof PaymentStep>

/**
 * A payment as the shop's server sees it. `payableUntil`: until then a shopper can pay on PayKKa's own page, also after the
 * attempt has ended. `leftAt`: the shopper left that page, which may still be paid. `duplicateOf`: that payment pays the
 * order, and this one is given back (`HOSTED_DUPLICATE`).
 */
export const Payment = Strict(
  {
    id: PaymentId,
    checkoutId: CheckoutId,
    orderReference: Text(64),
    attempt: Type.Integer({ minimum: 1, maximum: 1000 }),
    status: PaymentStatus,
    amount: Money,
    method: PaidWith,
    paidWith: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9_]{1,40}$',
        maxLength: 40,
        description:
          "The method that PayKKa reports: a word of HostedMethod, or PayKKa's code in lower case where it is not known",
      }),
    ),
    card: Type.Optional(ShopCard),
    way: Type.Optional(HostedWay),
    paidAt: Type.Optional(Moment),
    captureBefore: Type.Optional(
      Type.String({ maxLength: 30, description: "Of held funds: PayKKa's `expire_time`. RFC 3339, UTC" }),
    ),
    expiresAt: Type.Optional(
      Type.String({
        maxLength: 30,
        description: "While it is open: PayKKa's `expire_time`. RFC 3339, UTC",
      }),
    ),
    capture: CaptureMode,
    authorisationType: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$', maxLength: 32 })),
    transId: Type.String({ maxLength: 64, description: 'Our id at PayKKa (`trans_id`)' }),
    gatewayOrderId: Type.Optional(Type.String({ maxLength: 64, description: "PayKKa's id (`order_id`)" })),
    action: Type.Optional(RedirectAction),
    retry: Type.Optional(RetryPlan),
    decline: Type.Optional(Decline),
    failure: Type.Optional(Failure),
    balances: Type.Optional(Balances),
    operations: Type.Array(Operation, { maxItems: 1000 }),
    disputes: Type.Array(Dispute, { maxItems: 1000 }),
    payableUntil: Type.Optional(Moment),
    leftAt: Type.Optional(Moment),
    duplicateOf: Type.Optional(PaymentId),
    saved: Type.Optional(
      Type.Boolean({
        description:
          'Of a paid payment that was to store its card: whether PayKKa has. PayKKa may tell it up to half an hour later',
      }),
    ),
    savedCardId: Type.Optional(CardId),
    agreementId: Type.Optional(AgreementId),
    consent: Type.Optional(ConsentRecord),
    history: Type.Array(PaymentStep, { maxItems: 1000 }),
    supportCode: Type.String({ maxLength: 32 }),
    createdAt: Moment,
    updatedAt: Moment,
  },
  'Payment',
)
export type Payment = Static<typeof Payment>

/** `warnings` are those of a charge that this answers. */
export const PaymentResponse = Strict(
  { payment: Payment, warnings: Type.Optional(Warnings) },
  'PaymentResponse',
)

/** Answer to a capture, void or refund: the operation, and the payment after it. */
export const OperationResponse = Strict(
  { payment: Payment, operation: Operation, warnings: Type.Optional(Warnings) },
  'OperationResponse',
)
export type OperationResponse = Static<typeof OperationResponse>
export type PaymentResponse = Static<typeof PaymentResponse>
