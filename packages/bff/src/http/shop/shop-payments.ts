/** The shop's routes for payments. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { PaymentList, PaymentQuery, PaymentResponse } from '@paykka-checkout/shared-types'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Database } from '../../database/database.ts'
import { findPayment } from '../../database/payment-rows.ts'
import { AppError } from '../../domain/errors.ts'
import type { ListParts } from '../../lists/payment-list.ts'
import { listPaymentPage } from '../../lists/payment-list.ts'
import { recordsOf } from '../../payments/payment-records.ts'
import { shopPayment } from '../../payments/payment-view.ts'
import { shopOnly } from '../access.ts'
import { PaymentParams, responses } from '../response-schemas.ts'

type ShopPaymentOptions = ListParts & { database: Database; secretKeys: string[] }

export const shopPayments: FastifyPluginAsyncTypebox<ShopPaymentOptions> = async (app, parts) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.get(
    '/v1/payments',
    {
      schema: {
        summary: 'List and find payments',
        description:
          'Newest first. Every filter must match; of a comma-separated list one value must match. A page has no total, and its cursor works only with exactly the same filters. New rows do not move other rows.',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        querystring: PaymentQuery,
        response: responses({ 200: PaymentList }, ['unauthorized', 'validation_failed', 'cursor_invalid']),
      },
    },
    (request) => listPaymentPage(parts, request.query),
  )

  app.get(
    '/v1/payments/:id',
    {
      schema: {
        summary: 'Read one payment with its history',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: PaymentParams,
        response: responses({ 200: PaymentResponse }, ['unauthorized', 'not_found']),
      },
    },
    async (request) => {
      const row = await findPayment(parts.database.db, request.params.id)
      const checkout = row && (await findCheckout(parts.database.db, row.checkout_id))
      if (!row || !checkout) throw new AppError('not_found')
      return {
        payment: shopPayment(row, checkout.order_reference, await recordsOf(parts.database.db, row.id)),
      }
    },
  )
}
