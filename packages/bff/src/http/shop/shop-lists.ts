/** The shop's routes for lists: checkouts, operations, and sums of payments. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import {
  CheckoutList,
  CheckoutQuery,
  MetricsQuery,
  OperationList,
  OperationQuery,
  PaymentMetrics,
  PaymentSummary,
  SummaryQuery,
} from '@paykka-checkout/shared-types'
import type { Database } from '../../database/database.ts'
import type { CheckoutListParts } from '../../lists/checkout-list.ts'
import { listCheckoutPage } from '../../lists/checkout-list.ts'
import { listOperationPage } from '../../lists/operation-list.ts'
import { paymentMetrics } from '../../lists/payment-metrics.ts'
import { summarize } from '../../lists/payment-summary.ts'
import { shopOnly } from '../access.ts'
import { responses } from '../response-schemas.ts'

type ShopListOptions = CheckoutListParts & {
  database: Pick<Database, 'db' | 'kind' | 'snapshot'>
  secretKeys: string[]
}

const PAGE_PROBLEMS: ProblemCode[] = ['unauthorized', 'validation_failed', 'cursor_invalid']
const SUM_PROBLEMS: ProblemCode[] = ['unauthorized', 'validation_failed', 'not_ready']
const shopTag = { tags: ['shop'], security: [{ secretKey: [] }] }

export const shopLists: FastifyPluginAsyncTypebox<ShopListOptions> = async (app, parts) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.get(
    '/v1/payments/summary',
    {
      schema: {
        ...shopTag,
        summary: 'Count payments and add up their money',
        description:
          'Accepts the filters of the list and a period of at most 92 days. Each currency and status is separate; the BFF converts nothing. Sums are from the last answer of PayKKa.',
        querystring: SummaryQuery,
        response: responses({ 200: PaymentSummary }, SUM_PROBLEMS),
      },
    },
    (request) => summarize(parts, request.query),
  )

  app.get(
    '/v1/metrics/payments',
    {
      schema: {
        ...shopTag,
        summary: 'Payments by day, week or month',
        description:
          'Of payments begun in a window of 366 days at most, in each currency apart. Buckets without a payment are left out. Unknown and open payments count as neither approved nor declined.',
        querystring: MetricsQuery,
        response: responses({ 200: PaymentMetrics }, SUM_PROBLEMS),
      },
    },
    (request) => paymentMetrics(parts, request.query),
  )

  app.get(
    '/v1/checkouts',
    {
      schema: {
        ...shopTag,
        summary: 'List checkouts',
        description: 'Newest first, also those that were abandoned or have expired.',
        querystring: CheckoutQuery,
        response: responses({ 200: CheckoutList }, PAGE_PROBLEMS),
      },
    },
    (request) => listCheckoutPage(parts, request.query),
  )

  app.get(
    '/v1/operations',
    {
      schema: {
        ...shopTag,
        summary: 'List captures, voids and refunds',
        description: 'Newest first, of all payments. `actor` finds who ordered them.',
        querystring: OperationQuery,
        response: responses({ 200: OperationList }, PAGE_PROBLEMS),
      },
    },
    (request) => listOperationPage(parts, request.query),
  )
}
