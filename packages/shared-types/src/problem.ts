/** Errors as RFC 9457 problem documents with a stable code. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { DisplayMoney } from './money.ts'
import { OperationId, OperationStatus, OperationType } from './operation.ts'
import { PublicPayment } from './payment.ts'
import { CheckoutId, OneOf, PaymentId, Strict } from './primitives.ts'
import { CheckoutStatus } from './states.ts'

/** Every code any route may answer with, and its HTTP status. The docs' table is kept equal to this by a test. */
export const PROBLEM_STATUS = {
  malformed_request: 400,
  idempotency_key_invalid: 400,
  unauthorized: 401,
  secret_key_in_browser: 401,
  forbidden: 403,
  challenge_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  payment_in_progress: 409,
  already_paid: 409,
  amount_changed: 409,
  too_many_attempts: 409,
  checkout_closed: 409,
  order_in_progress: 409,
  order_already_paid: 409,
  idempotency_in_flight: 409,
  operation_in_progress: 409,
  operation_repeated: 409,
  payment_disputed: 409,
  operation_not_possible: 409,
  agreement_missing: 409,
  agreement_inactive: 409,
  agreement_active: 409,
  erasure_not_possible: 409,
  checkout_expired: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  cursor_invalid: 422,
  card_data_refused: 422,
  card_unreadable: 422,
  card_expired_seal: 422,
  method_unavailable: 422,
  amount_too_high: 422,
  refund_customer_required: 422,
  wallet_token_refused: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  internal_error: 500,
  gateway_unreachable: 502,
  gateway_refused: 502,
  recurring_refused: 502,
  busy: 503,
  not_ready: 503,
} as const

export type ProblemCode = keyof typeof PROBLEM_STATUS
export const PROBLEM_CODES = Object.keys(PROBLEM_STATUS) as ProblemCode[]

export const FieldProblem = Strict({
  field: Type.String({ maxLength: 256, description: 'JSON Pointer (RFC 6901) to the field' }),
  message: Type.String({ maxLength: 256 }),
})
export type FieldProblem = Static<typeof FieldProblem>

/** Something that holds a request up. */
export const OpenThing = Strict({
  type: OneOf(['payment', 'operation', 'dispute', 'agreement', 'checkout']),
  id: Type.String({ maxLength: 64 }),
  paymentId: Type.Optional(PaymentId),
  status: Type.Optional(Type.String({ maxLength: 64 })),
})
export type OpenThing = Static<typeof OpenThing>

/** An error answer, sent as `application/problem+json`. */
export const Problem = Strict(
  {
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    title: Type.String({ maxLength: 256 }),
    code: OneOf(PROBLEM_CODES),
    requestId: Type.String({ maxLength: 64 }),
    detail: Type.Optional(Type.String({ maxLength: 512 })),
    errors: Type.Optional(Type.Array(FieldProblem, { maxItems: 50 })),
    statusUrl: Type.Optional(Type.String({ maxLength: 256, description: 'Where to ask for the result' })),
    payment: Type.Optional(PublicPayment),
    checkout: Type.Optional(
      Type.Object(
        { id: CheckoutId, status: CheckoutStatus },
        { additionalProperties: false, description: 'The checkout that blocks this request' },
      ),
    ),
    operation: Type.Optional(
      Type.Object(
        { id: OperationId, type: OperationType, status: OperationStatus },
        { additionalProperties: false, description: 'The capture, void or refund that blocks this request' },
      ),
    ),
    open: Type.Optional(Type.Array(OpenThing, { maxItems: 100, description: 'What is not over yet' })),
    shown: Type.Optional(DisplayMoney),
    current: Type.Optional(DisplayMoney),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  'Problem',
)
export type Problem = Static<typeof Problem>
