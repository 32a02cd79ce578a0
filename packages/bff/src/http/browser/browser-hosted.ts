/** The browser's route to PayKKa's own page. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { HostedRequest, HostedResponse } from '@paykka-checkout/shared-types'
import type { Payments } from '../../payments/payments.ts'
import { byShopper, checkoutOf, idempotencyKey } from '../access.ts'
import { clientAddress } from '../client-address.ts'
import { readsDecoration } from '../decoration.ts'
import type { InPlace } from '../guard/overload.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  GATEWAY_PROBLEMS,
  KEY_PROBLEMS,
  responses,
} from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'

type HostedOptions = { payments: Pick<Payments, 'openHosted'>; inPlace: InPlace }

export const hostedRoutes: FastifyPluginAsyncTypebox<HostedOptions> = async (app, { payments, inPlace }) => {
  app.post(
    '/checkout/hosted',
    {
      preValidation: readsDecoration,
      schema: {
        summary: "The address of PayKKa's own page, for methods that the element does not collect",
        description:
          'Needs an Idempotency-Key. It is a normal attempt: while its result is open, no other may start.',
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        body: HostedRequest,
        response: responses({ 200: HostedResponse }, [
          'unauthorized',
          'forbidden',
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
      const checkout = checkoutOf(request)
      const { methods = [], version = checkout.version, billing } = request.body
      const token = request.headers['x-challenge-token']
      const input = {
        checkout,
        key: idempotencyKey(request, true),
        request: {
          version,
          method: { type: 'hosted' as const, ways: methods },
          browser: undefined,
          ...(billing && { billing }),
        },
        payIp: clientAddress(request),
        by: byShopper(request),
        retried: request.headers['x-retry'] !== undefined,
        captchaToken: typeof token === 'string' ? token : undefined,
      }
      return sendAnswer(reply, await inPlace(input.checkout.id, () => payments.openHosted(input)))
    },
  )
}
