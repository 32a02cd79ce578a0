/** The shop's route to PayKKa's own page, for a payment link that works without scripts. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { HostedRequest, HostedResponse } from '@paykka-checkout/shared-types'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../domain/errors.ts'
import { readIp } from '../../domain/ip.ts'
import type { Payments } from '../../payments/payments.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { clientAddress } from '../client-address.ts'
import { readsDecoration } from '../decoration.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  CheckoutParams,
  GATEWAY_PROBLEMS,
  KEY_PROBLEMS,
  responses,
} from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'

type ShopHostedOptions = ShopAccess & { database: Database; payments: Pick<Payments, 'openHosted'> }

export const shopHosted: FastifyPluginAsyncTypebox<ShopHostedOptions> = async (
  app,
  { database, payments, secretKeys, keyNames },
) => {
  app.addHook('onRequest', shopOnly(secretKeys))

  app.post(
    '/v1/checkouts/:id/hosted',
    {
      preValidation: readsDecoration,
      schema: {
        summary: "The address of PayKKa's own page for this checkout",
        description:
          'Needs an Idempotency-Key. Call it when the shopper follows the link, not before, because it begins an attempt.',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        body: HostedRequest,
        response: responses({ 200: HostedResponse }, [
          'unauthorized',
          'not_found',
          'amount_changed',
          'too_many_attempts',
          'challenge_required',
          'method_unavailable',
          ...CHECKOUT_PROBLEMS,
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
          ...GATEWAY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const checkout = await findCheckout(database.db, request.params.id)
      if (!checkout) throw new AppError('not_found')
      const { methods = [], version = checkout.version, billing } = request.body
      const answer = await payments.openHosted({
        checkout,
        key: idempotencyKey(request, true),
        request: {
          version,
          method: { type: 'hosted', ways: methods },
          browser: undefined,
          ...(billing && { billing }),
        },
        // The connection is the shop's; the shopper's address comes from the checkout.
        payIp: readIp(readDetails(checkout).shopper?.ip) ?? clientAddress(request),
        by: byOf(request, keyNames),
        retried: false,
        captchaToken: undefined,
      })
      return sendAnswer(reply, answer)
    },
  )
}
