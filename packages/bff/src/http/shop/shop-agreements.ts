/** The shop's routes for agreements: a checkout for another card, and the end of an agreement. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  AgreementCheckoutRequest,
  AgreementId,
  AgreementResponse,
  CreatedCheckout,
  Strict,
} from '@paykka-checkout/shared-types'
import { orderFieldProblems } from '../../checkouts/order-fields.ts'
import type { SavedCards } from '../../payments/saved-cards/saved-card-service.ts'
import type { ShopCheckouts } from '../../payments/shop-checkout.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readOf, readsDecoration } from '../decoration.ts'
import { BODY_PROBLEMS, KEY_PROBLEMS, responses, TOKEN_PROBLEMS } from '../response-schemas.ts'

type ShopAgreementOptions = ShopAccess & {
  checkouts: Pick<ShopCheckouts, 'createForAgreement'>
  savedCards: Pick<SavedCards, 'endAgreement'>
  allowedOrigins: string[]
}

const shared = { tags: ['shop'], security: [{ secretKey: [] }] }
const params = Strict({ id: AgreementId })

export const shopAgreements: FastifyPluginAsyncTypebox<ShopAgreementOptions> = async (app, options) => {
  const { checkouts, savedCards, secretKeys, keyNames, allowedOrigins } = options
  app.addHook('onRequest', shopOnly(secretKeys))

  app.post(
    '/v1/recurring/agreements/:id/checkouts',
    {
      preValidation: readsDecoration,
      config: {
        fieldRules: (body, problems) => orderFieldProblems(body, problems, allowedOrigins),
      },
      schema: {
        ...shared,
        summary: 'Let the shopper give an agreement another card, or confirm a charge',
        description:
          'Makes a checkout like POST /v1/checkouts, for the shopper of the agreement. After its payment the agreement keeps its id and uses the card that paid.',
        params,
        body: AgreementCheckoutRequest,
        response: responses({ 201: CreatedCheckout }, [
          'unauthorized',
          'not_found',
          'agreement_inactive',
          'order_in_progress',
          'order_already_paid',
          'checkout_closed',
          'idempotency_in_flight',
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request, false)
      const { params: named, body } = request
      const by = byOf(request, options.keyNames)
      const created = checkouts.createForAgreement(named.id, body, key, readOf(request), by)
      const { checkout, replayed } = await created
      if (replayed) reply.header('idempotency-replayed', 'true')
      return reply.code(201).send(checkout)
    },
  )
  app.delete(
    '/v1/recurring/agreements/:id',
    {
      schema: {
        ...shared,
        summary: 'End an agreement',
        params,
        response: responses({ 200: AgreementResponse }, ['unauthorized', 'not_found', ...TOKEN_PROBLEMS]),
      },
    },
    async (request) => ({
      agreement: await savedCards.endAgreement(request.params.id, byOf(request, keyNames)),
    }),
  )
}
