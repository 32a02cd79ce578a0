/** The browser's routes: read the checkout, pay it. */

import cors from '@fastify/cors'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CardId, PayRequest, PayResponse, PublicCheckout, Strict } from '@paykka-checkout/shared-types'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { readDetails } from '../../checkouts/checkout-details.ts'
import type { Database } from '../../database/database.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import type { Payments } from '../../payments/payments.ts'
import type { SavedCards } from '../../payments/saved-cards/saved-card-service.ts'
import { byShopper, checkoutOf, checkoutOnly, idempotencyKey } from '../access.ts'
import { clientAddress } from '../client-address.ts'
import { readsDecoration } from '../decoration.ts'
import type { InPlace } from '../guard/overload.ts'
import { logRefusedOrigins, refuseSecretKeys } from '../pages/refused-pages.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  GATEWAY_PROBLEMS,
  KEY_PROBLEMS,
  responses,
  TOKEN_PROBLEMS,
} from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'
import { abandonRoutes } from './browser-abandon.ts'
import type { ApplePayOptions } from './browser-apple-pay.ts'
import { applePayRoutes } from './browser-apple-pay.ts'
import { hostedRoutes } from './browser-hosted.ts'

type BrowserOptions = ApplePayOptions & {
  database: Database
  /** Unix milliseconds. */
  now: () => number
  payments: Pick<Payments, 'pay' | 'openHosted' | 'abandon'>
  savedCards: Pick<SavedCards, 'remove'>
  /** @returns the checkout as shown to the browser */
  viewCheckout(checkout: CheckoutRow): Promise<PublicCheckout>
  allowedOrigins: string[]
  secretKeys: string[]
  inPlace: InPlace
  /** The request guard: limits, load and card numbers. */
  guard: onRequestAsyncHookHandler
}

/** The prefix also limits the preflight route of the CORS plugin, which would otherwise answer for the shop's routes too. */
export const browserCheckout: FastifyPluginAsyncTypebox<BrowserOptions> = async (app, options) => {
  await app.register(async (client) => clientRoutes(client, options), { prefix: '/client/v1' })
}

const clientRoutes: FastifyPluginAsyncTypebox<BrowserOptions> = async (app, options) => {
  const { payments, savedCards, allowedOrigins, inPlace } = options
  // Runs before CORS, which answers the preflight of a refused page itself.
  app.addHook('onRequest', logRefusedOrigins(options))
  await app.register(cors, {
    origin: allowedOrigins,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-retry', 'x-challenge-token'],
    exposedHeaders: ['idempotency-replayed', 'retry-after'],
    maxAge: 600,
    strictPreflight: true,
  })
  app.addHook('onRequest', options.guard)
  app.decorateRequest('checkout', null)
  app.addHook('onRequest', refuseSecretKeys(options.secretKeys))
  app.addHook('onRequest', checkoutOnly(options.database, allowedOrigins))
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  await app.register(applePayRoutes, options)
  await app.register(hostedRoutes, { payments, inPlace })
  await app.register(abandonRoutes, { payments })

  app.get(
    '/checkout',
    {
      schema: {
        summary: "The checkout, as the shopper's browser may see it",
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        response: responses({ 200: PublicCheckout }, ['unauthorized', 'secret_key_in_browser', 'forbidden']),
      },
    },
    (request) => options.viewCheckout(checkoutOf(request)),
  )

  app.delete(
    '/checkout/cards/:cardId',
    {
      schema: {
        summary: "Remove a saved card of this checkout's shopper",
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        params: Strict({ cardId: CardId }),
        response: responses({ 200: Strict({}) }, [
          'unauthorized',
          'forbidden',
          'not_found',
          ...TOKEN_PROBLEMS,
        ]),
      },
    },
    async (request) => {
      const reference = readDetails(checkoutOf(request)).shopper?.reference
      if (!reference) throw new AppError('not_found')
      await savedCards.remove(reference, request.params.cardId, byShopper(request))
      return {}
    },
  )

  app.post(
    '/checkout/payments',
    {
      preValidation: readsDecoration,
      schema: {
        summary: 'Pay the checkout',
        description:
          "Needs an Idempotency-Key. The request has no amount: the BFF charges the checkout's amount. A first recurring payment that PayKKa refuses because of its rules is `recurring_refused`.",
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        body: PayRequest,
        response: responses({ 200: PayResponse, 202: PayResponse }, [
          'unauthorized',
          'forbidden',
          'not_found',
          'amount_changed',
          'too_many_attempts',
          'challenge_required',
          'card_unreadable',
          'card_expired_seal',
          'wallet_token_refused',
          'method_unavailable',
          'recurring_refused',
          ...CHECKOUT_PROBLEMS,
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
          ...GATEWAY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const input = {
        checkout: checkoutOf(request),
        key: idempotencyKey(request, true),
        request: request.body,
        payIp: clientAddress(request),
        by: byShopper(request),
        retried: request.headers['x-retry'] !== undefined,
        captchaToken: captchaToken(request),
      }
      return sendAnswer(reply, await inPlace(input.checkout.id, () => payments.pay(input)))
    },
  )
}

function captchaToken({ headers }: FastifyRequest): string | undefined {
  const token = headers['x-challenge-token']
  return typeof token === 'string' ? token : undefined
}
