/** The list of payments: what it can be asked, and one row of it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Balance, Money } from './money.ts'
import { CardSummary, PaidWith } from './payment-method.ts'
import { CheckoutId, Moment, OneOf, PaymentId, PRINTABLE, Strict, Text } from './primitives.ts'
import { PaymentStatus } from './states.ts'

export const ATTENTIONS = [
  'needs_review',
  'unknown',
  'capture_due',
  'refund_open',
  'dispute_open',
  'duplicate',
  'late',
] as const

/**
 * Why a person should look. `capture_due`: funds are held. `refund_open`: a refund is not over. `dispute_open`: a dispute
 * was reported and has no result. `duplicate`: the order was paid once more, and this money was not given back yet.
 * `late`: paid after it had been given up, and not given back yet.
 */
export const Attention = OneOf(ATTENTIONS)
export type Attention = Static<typeof Attention>

const Words = (description: string) => Type.String({ minLength: 1, maxLength: 500, description })
const Exact = (maxLength: number, description: string) => Text(maxLength, description)
const Digits = (description: string) => Type.String({ pattern: '^[0-9]{1,12}$', maxLength: 12, description })

/** A query is text, so numbers and lists are text here. */
export const PaymentFilterFields = {
  q: Type.Optional(
    Type.String({
      minLength: 2,
      maxLength: 64,
      pattern: PRINTABLE,
      description:
        'An id of a payment, checkout, agreement, capture, void, refund or dispute, a support code, `transId`, order id of PayKKa, e-mail address, last four digits, or order reference (exact, else a beginning that fewer than 200 orders have)',
    }),
  ),
  status: Type.Optional(Words('Statuses, comma-separated')),
  method: Type.Optional(Words('Methods, comma-separated')),
  cardBrand: Type.Optional(Words('Card brands, comma-separated')),
  currency: Type.Optional(Words('ISO 4217 codes, comma-separated')),
  attention: Type.Optional(Words(`Any of ${ATTENTIONS.join(', ')}, comma-separated`)),
  orderReference: Type.Optional(Exact(64, 'Exact')),
  checkoutId: Type.Optional(Exact(26, 'Exact')),
  shopperReference: Type.Optional(Exact(64, 'Exact')),
  transId: Type.Optional(Exact(64, 'Exact')),
  gatewayOrderId: Type.Optional(Exact(64, 'Exact')),
  supportCode: Type.Optional(Exact(16, 'As the shopper reads it out')),
  email: Type.Optional(Exact(254, 'The whole address; letters in any case')),
  cardLast4: Type.Optional(Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 })),
  amountMin: Type.Optional(Digits('Minor units; needs one `currency` and a period of at most 366 days')),
  amountMax: Type.Optional(Digits('Minor units; needs one `currency` and a period of at most 366 days')),
  createdFrom: Type.Optional(Exact(40, 'RFC 3339, inclusive')),
  createdBefore: Type.Optional(Exact(40, 'RFC 3339, exclusive')),
  updatedFrom: Type.Optional(Exact(40, 'RFC 3339, inclusive')),
  updatedBefore: Type.Optional(Exact(40, 'RFC 3339, exclusive')),
  order: Type.Optional(
    OneOf(
      ['newest', 'oldest', 'updated'],
      '`updated`: by the last change, oldest first, for synchronizing. A payment that changes in the meantime appears again at the end',
    ),
  ),
}

/** `metadata.<name>`: one pair, exact. OpenAPI cannot say such a name. */
export const METADATA_FILTER = {
  '^metadata\\.': Type.String({ minLength: 1, maxLength: 500, pattern: PRINTABLE }),
}

/** The filters of `GET /v1/payments`. */
export const PaymentQuery = Type.Object(
  {
    ...PaymentFilterFields,
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9]|[1-9][0-9]|100)$', maxLength: 3, description: '1 to 100; 25' }),
    ),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: '`nextCursor` of the page before' }),
    ),
  },
  { additionalProperties: false, patternProperties: METADATA_FILTER },
)
export type PaymentQuery = Static<typeof PaymentQuery>

const count = Type.Integer({ minimum: 0, maximum: 100_000 })

/** A payment in a list. Sums are minor units from PayKKa's last answer, absent before the first. No name, no e-mail address. */
export const ListedPayment = Strict(
  {
    id: PaymentId,
    shop: Text(64),
    checkoutId: CheckoutId,
    orderReference: Text(64),
    attempt: Type.Integer({ minimum: 1, maximum: 1000 }),
    status: PaymentStatus,
    amount: Money,
    captured: Type.Optional(Balance),
    refunded: Type.Optional(Balance),
    refundable: Type.Optional(Balance),
    capturable: Type.Optional(Balance),
    method: PaidWith,
    card: Type.Optional(CardSummary),
    shopperReference: Type.Optional(Text(64)),
    decline: Type.Optional(Type.String({ maxLength: 64 })),
    attention: Type.Array(Attention, { maxItems: ATTENTIONS.length }),
    refunds: Strict({ count, open: count }),
    disputes: Strict({
      open: count,
      stage: Type.Optional(Text(64)),
      dueTime: Type.Optional(Text(40)),
    }),
    supportCode: Type.String({ maxLength: 32 }),
    transId: Type.String({ maxLength: 64 }),
    gatewayOrderId: Type.Optional(Type.String({ maxLength: 64 })),
    createdAt: Moment,
    updatedAt: Moment,
  },
  'ListedPayment',
)
export type ListedPayment = Static<typeof ListedPayment>

/** One page. `nextCursor` is null on the last one. There is no total. */
export const PaymentList = Strict(
  {
    data: Type.Array(ListedPayment, { maxItems: 100 }),
    nextCursor: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  },
  'PaymentList',
)
export type PaymentList = Static<typeof PaymentList>
