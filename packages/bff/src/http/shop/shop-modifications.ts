/** The shop's routes for captures, voids and refunds. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import {
  CaptureRequest,
  OperationResponse,
  RefundList,
  RefundRequest,
  VoidRequest,
} from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Database } from '../../database/database.ts'
import { findPayment } from '../../database/payment-rows.ts'
import { AppError } from '../../domain/errors.ts'
import { modificationAnswer } from '../../payments/modifications/modification-answer.ts'
import type { ModifyInput } from '../../payments/modifications/modification-parts.ts'
import { modificationView } from '../../payments/modifications/modification-view.ts'
import type { Modified } from '../../payments/modifications/modify.ts'
import { refundCustomer } from '../../payments/modifications/refund-customer.ts'
import { recordsOf } from '../../payments/payment-records.ts'
import { shopPayment } from '../../payments/payment-view.ts'
import type { Payments } from '../../payments/payments.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readsDecoration, warningsFor } from '../decoration.ts'
import {
  BODY_PROBLEMS,
  GATEWAY_PROBLEMS,
  KEY_PROBLEMS,
  PaymentParams,
  responses,
} from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'

type ShopModificationOptions = ShopAccess & {
  database: Database
  payments: Pick<Payments, 'capture' | 'void' | 'refund'>
}

const PROBLEMS: ProblemCode[] = [
  'unauthorized',
  'not_found',
  'operation_in_progress',
  'operation_repeated',
  'payment_disputed',
  'operation_not_possible',
  'amount_too_high',
  'idempotency_in_flight',
  ...KEY_PROBLEMS,
  ...BODY_PROBLEMS,
  ...GATEWAY_PROBLEMS,
]

const schema = (summary: string, body: object, more: ProblemCode[] = []) => ({
  summary,
  description:
    'Needs an Idempotency-Key: a repeated key does not repeat the operation, and returns its current state. 202 while its outcome is not known; do not send it again under another key then.',
  tags: ['shop'],
  security: [{ secretKey: [] }],
  params: PaymentParams,
  body,
  response: responses({ 200: OperationResponse, 202: OperationResponse }, [...PROBLEMS, ...more]),
})

export const shopModifications: FastifyPluginAsyncTypebox<ShopModificationOptions> = async (app, parts) => {
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.post(
    '/v1/payments/:id/captures',
    { schema: { ...schema('Take held funds, all or a part', CaptureRequest), body: CaptureRequest } },
    (request, reply) => answer(parts, request, reply, parts.payments.capture, request.body),
  )
  app.post(
    '/v1/payments/:id/voids',
    { schema: { ...schema('Release held funds', VoidRequest), body: VoidRequest } },
    (request, reply) => answer(parts, request, reply, parts.payments.void, request.body),
  )
  app.post(
    '/v1/payments/:id/refunds',
    {
      preValidation: readsDecoration,
      schema: {
        ...schema('Give captured funds back, all or a part', RefundRequest, ['refund_customer_required']),
        body: RefundRequest,
      },
    },
    (request, reply) => answer(parts, request, reply, parts.payments.refund, request.body),
  )
  app.get(
    '/v1/payments/:id/refunds',
    {
      schema: {
        summary: "List a payment's refunds",
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: PaymentParams,
        response: responses({ 200: RefundList }, ['unauthorized', 'not_found']),
      },
    },
    async (request) => {
      const payment = await findPayment(parts.database.db, request.params.id)
      if (!payment) throw new AppError('not_found')
      const { operations } = await recordsOf(parts.database.db, payment.id)
      const refunds = operations.filter(({ type }) => type === 'refund')
      return { data: refunds.map((refund) => modificationView(refund, payment.currency)) }
    },
  )
}

type Wanted = Omit<ModifyInput, 'type' | 'paymentId' | 'key' | 'by'>

async function answer(
  parts: ShopModificationOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  modify: (order: Omit<ModifyInput, 'type'>) => Promise<Modified>,
  wanted: Wanted,
): Promise<OperationResponse> {
  const paymentId = (request.params as { id: string }).id
  const key = idempotencyKey(request, true)
  const by = byOf(request, parts.keyNames)
  const outcome = await modify({ ...wanted, paymentId, key, by })
  const checkout = await findCheckout(parts.database.db, outcome.payment.checkout_id)
  const sent = checkout && refundCustomer(wanted.customer, outcome.payment, readDetails(checkout))
  const { status, problem } = modificationAnswer(outcome.operation, sent)
  const { replayed } = outcome
  if (problem) return sendAnswer(reply, { status, body: problem, replayed })
  const records = await recordsOf(parts.database.db, paymentId)
  const body = {
    payment: shopPayment(outcome.payment, checkout?.order_reference ?? '', records),
    operation: modificationView(outcome.operation, outcome.payment.currency),
    ...warningsFor(request),
  }
  return sendAnswer(reply, { status, body, replayed })
}
