/** Lets the shopper leave the bank's page or PayKKa's own page. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AbandonResponse } from '@paykka-checkout/shared-types'
import { publicPayment } from '../../checkouts/public-payment.ts'
import type { Payments } from '../../payments/payments.ts'
import { byShopper, checkoutOf } from '../access.ts'
import { BODY_PROBLEMS, CHECKOUT_PROBLEMS, NoBody, PaymentParams, responses } from '../response-schemas.ts'

type AbandonOptions = { payments: Pick<Payments, 'abandon'> }

export const abandonRoutes: FastifyPluginAsyncTypebox<AbandonOptions> = async (app, { payments }) => {
  app.post(
    '/checkout/payments/:id/abandon',
    {
      schema: {
        summary: "Leave the bank or PayKKa's page, to pay another way",
        description:
          'Queries PayKKa. 200: the shopper can pay the checkout again. 202: not yet, and `reason` says why; ask again later. 409 `already_paid`: the payment succeeded. A shopper can pay an abandoned page until it expires: the BFF keeps such a payment, or refunds it if there is another one (`HOSTED_DUPLICATE`).',
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        params: PaymentParams,
        body: NoBody,
        response: responses({ 200: AbandonResponse, 202: AbandonResponse }, [
          'unauthorized',
          'forbidden',
          'not_found',
          ...CHECKOUT_PROBLEMS,
          ...BODY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const { payment, reason } = await payments.abandon(
        checkoutOf(request),
        request.params.id,
        byShopper(request),
      )
      const body = { payment: publicPayment(payment), ...(reason ? { reason } : {}) }
      return reply.code(reason ? 202 : 200).send(body)
    },
  )
}
