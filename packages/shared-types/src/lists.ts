/** Summaries, figures, and the lists of checkouts and operations. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { AuditFilterFields } from './audit.ts'
import { CurrencyCode, Money } from './money.ts'
import { Operation } from './operation.ts'
import { METADATA_FILTER, PaymentFilterFields } from './payment-list.ts'
import { CheckoutId, Moment, OneOf, PaymentId, Strict, Text } from './primitives.ts'
import { CheckoutStatus, PaymentStatus } from './states.ts'

const Cursor = Type.Union([Type.String({ maxLength: 256 }), Type.Null()])
const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** Many payments come to more than one may. */
const sum = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Minor units' })

/** How a page of any list is asked for. */
export const PageFields = {
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-9][0-9]|100)$', maxLength: 3, description: '1 to 100; 25' }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: '`nextCursor` of the page before' }),
  ),
}
const CreatedFields = {
  createdFrom: Type.Optional(Text(40, 'RFC 3339, inclusive')),
  createdBefore: Type.Optional(Text(40, 'RFC 3339, exclusive')),
  order: Type.Optional(OneOf(['newest', 'oldest'])),
}
const Words = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }))

const { order: _order, ...summed } = PaymentFilterFields
/** The filters of `GET /v1/payments/summary`: those of the list, with a window of 92 days at most. */
export const SummaryQuery = Type.Object(summed, {
  additionalProperties: false,
  patternProperties: METADATA_FILTER,
})
export type SummaryQuery = Static<typeof SummaryQuery>

const FormFields = {
  columns: Words('Columns in this order, comma-separated; all that hold nothing personal'),
  timeZone: Type.Optional(Text(64, 'IANA name: adds columns with local times')),
  delimiter: Type.Optional(OneOf(['comma', 'semicolon'], 'comma')),
  decimal: Type.Optional(OneOf(['point', 'comma'], 'point')),
  bom: Type.Optional(
    OneOf(['true', 'false'], 'Begins with a byte order mark, by which Excel knows UTF-8; false'),
  ),
}
const FileFields = {
  ids: Words('Ids of payments, comma-separated, 100 at most: a selection instead of a window'),
  ...FormFields,
}

/** What `GET /v1/exports/audit.csv` takes: the filters of the record, a window of 366 days at most, and the form. */
export const AuditFileQuery = Strict({ ...AuditFilterFields, ...FormFields })
export type AuditFileQuery = Static<typeof AuditFileQuery>

/** What `GET /v1/exports/payments.csv` takes: the filters of the list, a window of 366 days at most, and the form. */
export const PaymentsFileQuery = Type.Object(
  { ...summed, ...FileFields },
  { additionalProperties: false, patternProperties: METADATA_FILTER },
)
export type PaymentsFileQuery = Static<typeof PaymentsFileQuery>

/** The same for `GET /v1/exports/movements.csv`, which also takes a window of the movements themselves. */
export const MovementsFileQuery = Type.Object(
  {
    ...summed,
    ...FileFields,
    occurredFrom: Type.Optional(Text(40, 'RFC 3339, inclusive: of the movement, not of its payment')),
    occurredBefore: Type.Optional(Text(40, 'RFC 3339, exclusive')),
  },
  { additionalProperties: false, patternProperties: METADATA_FILTER },
)
export type MovementsFileQuery = Static<typeof MovementsFileQuery>

/** Each currency apart: there is no sum over currencies. */
export const PaymentSummary = Strict(
  {
    data: Type.Array(
      Strict({
        currency: CurrencyCode,
        status: PaymentStatus,
        count,
        amount: sum,
        captured: sum,
        refunded: sum,
      }),
      { maxItems: 10_000 },
    ),
  },
  'PaymentSummary',
)
export type PaymentSummary = Static<typeof PaymentSummary>

export const METRIC_GROUPS = ['method', 'cardBrand', 'declineCode', 'shop'] as const

/** What `GET /v1/metrics/payments` is asked: payments begun in a window of 366 days at most. */
export const MetricsQuery = Strict({
  from: Text(40, 'RFC 3339, inclusive'),
  before: Text(40, 'RFC 3339, exclusive'),
  bucket: Type.Optional(OneOf(['day', 'week', 'month'], 'A week begins on Monday; day')),
  timeZone: Type.Optional(Text(64, 'IANA name, by which days begin; UTC')),
  currency: Type.Optional(CurrencyCode),
  groupBy: Type.Optional(OneOf(METRIC_GROUPS)),
})
export type MetricsQuery = Static<typeof MetricsQuery>

/**
 * Payments begun in one bucket, in one currency. `approved` and `declined` are what a bank decided; `open` and `unknown` have
 * no result yet, `ended` never got one (given up, expired, failed). Sums are minor units from the last answer of PayKKa.
 */
export const MetricsBucket = Strict(
  {
    start: Type.String({ maxLength: 10, description: 'First day of the bucket in the time zone' }),
    currency: CurrencyCode,
    group: Type.Optional(Type.String({ maxLength: 64, description: 'Empty where there is none' })),
    attempts: count,
    approved: count,
    declined: count,
    open: count,
    unknown: count,
    ended: count,
    approvalRate: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description: 'approved ÷ (approved + declined); null where there is neither',
    }),
    captured: sum,
    refunded: sum,
    net: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    authorizedOpen: sum,
  },
  'MetricsBucket',
)
export type MetricsBucket = Static<typeof MetricsBucket>

export const PaymentMetrics = Strict(
  { timeZone: Type.String({ maxLength: 64 }), data: Type.Array(MetricsBucket, { maxItems: 100_000 }) },
  'PaymentMetrics',
)
export type PaymentMetrics = Static<typeof PaymentMetrics>

/** The filters of `GET /v1/checkouts`; all must fit. */
export const CheckoutQuery = Strict({
  status: Words('Statuses, comma-separated; `expired` is one that was never paid'),
  orderReference: Type.Optional(Text(64, 'Exact')),
  shopperReference: Type.Optional(Text(64, 'Exact')),
  ...CreatedFields,
  ...PageFields,
})
export type CheckoutQuery = Static<typeof CheckoutQuery>

/** A checkout in a list: no name, no address. */
export const ListedCheckout = Strict(
  {
    id: CheckoutId,
    shop: Text(64),
    orderReference: Text(64),
    status: CheckoutStatus,
    amount: Money,
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    attempts: Type.Integer({ minimum: 0, maximum: 1000 }),
    shopperReference: Type.Optional(Text(64)),
    livePaymentId: Type.Optional(PaymentId),
    paidPaymentId: Type.Optional(PaymentId),
    supersededBy: Type.Optional(CheckoutId),
    createdAt: Moment,
    updatedAt: Moment,
    expiresAt: Moment,
  },
  'ListedCheckout',
)
export type ListedCheckout = Static<typeof ListedCheckout>

export const CheckoutList = Strict(
  { data: Type.Array(ListedCheckout, { maxItems: 100 }), nextCursor: Cursor },
  'CheckoutList',
)
export type CheckoutList = Static<typeof CheckoutList>

/** The filters of `GET /v1/operations`; all must fit. */
export const OperationQuery = Strict({
  type: Words('capture, void, refund; comma-separated'),
  status: Words('Statuses, comma-separated'),
  paymentId: Type.Optional(PaymentId),
  reason: Type.Optional(Text(100, 'Exact')),
  actor: Type.Optional(Text(64, 'Name of a key or of a job, or the operator whom a key claims')),
  ...CreatedFields,
  ...PageFields,
})
export type OperationQuery = Static<typeof OperationQuery>

/** A capture, void or refund with the order it belongs to. */
export const ListedOperation = Strict(
  { ...Operation.properties, shop: Text(64), orderReference: Text(64) },
  'ListedOperation',
)
export type ListedOperation = Static<typeof ListedOperation>

export const OperationList = Strict(
  { data: Type.Array(ListedOperation, { maxItems: 100 }), nextCursor: Cursor },
  'OperationList',
)
export type OperationList = Static<typeof OperationList>
