/** The shop's routes for checkouts: create, read, change, cancel. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { Checkout, CreateCheckout, CreatedCheckout, UpdateCheckout } from '@paykka-checkout/shared-types'
import { orderFieldProblems } from '../../checkouts/order-fields.ts'
import type { ShopCheckouts } from '../../payments/shop-checkout.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readOf, readsDecoration, warningsFor } from '../decoration.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  CheckoutParams,
  KEY_PROBLEMS,
  NoBody,
  responses,
} from '../response-schemas.ts'

const CHANGE_PROBLEMS: ProblemCode[] = ['unauthorized', 'not_found', ...CHECKOUT_PROBLEMS, ...BODY_PROBLEMS]

type ShopCheckoutOptions = ShopAccess & { checkouts: ShopCheckouts; allowedOrigins: string[] }

export const shopCheckouts: FastifyPluginAsyncTypebox<ShopCheckoutOptions> = async (app, options) => {
  const { checkouts, secretKeys, keyNames, allowedOrigins } = options
  app.addHook('onRequest', shopOnly(secretKeys))

  app.post(
    '/v1/checkouts',
    {
      preValidation: readsDecoration,
      config: {
        fieldRules: (body, problems) => orderFieldProblems(body, problems, allowedOrigins),
      },
      schema: {
        summary: 'Create a checkout',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        body: CreateCheckout,
        response: responses({ 201: CreatedCheckout }, [
          'unauthorized',
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
      const { checkout, replayed } = await checkouts.create(
        request.body,
        key,
        readOf(request),
        byOf(request, keyNames),
      )
      if (replayed) reply.header('idempotency-replayed', 'true')
      return reply.code(201).send(checkout)
    },
  )

  app.get(
    '/v1/checkouts/:id',
    {
      schema: {
        summary: 'Read a checkout with its payments',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        response: responses({ 200: Checkout }, ['unauthorized', 'not_found']),
      },
    },
    (request) => checkouts.read(request.params.id),
  )

  app.patch(
    '/v1/checkouts/:id',
    {
      preValidation: readsDecoration,
      schema: {
        summary: 'Give an open checkout a new amount or basket',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        body: UpdateCheckout,
        response: responses({ 200: Checkout }, CHANGE_PROBLEMS),
      },
    },
    async (request) => ({
      ...(await checkouts.change(request.params.id, request.body, byOf(request, keyNames))),
      ...warningsFor(request),
    }),
  )

  app.post(
    '/v1/checkouts/:id/cancel',
    {
      schema: {
        summary: 'Close an open checkout',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        body: NoBody,
        response: responses({ 200: Checkout }, CHANGE_PROBLEMS),
      },
    },
    (request) => checkouts.cancel(request.params.id, byOf(request, keyNames)),
  )
}
