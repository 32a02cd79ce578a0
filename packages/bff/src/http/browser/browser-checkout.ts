/** The browser’s side: read the checkout, pay it. */

import cors from '@fastify/cors'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CardId, PayRequest, PayResponse, PublicCheckout, Strict } from '@paykka-checkout/shared-types'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { CardKeys } from '../../cards/card-keys.ts'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { publicCheckout } from '../../checkouts/checkout-view.ts'
import { findLastPayment, readCheckoutHistory } from '../../database/payment-rows.ts'
import { AppError } from '../../domain/errors.ts'
import { triesLeft } from '../../limits/tries.ts'
import type { AbandonParts } from '../../payments/hosted/abandon-payment.ts'
import type { Payments } from '../../payments/payments.ts'
import type { PayParts } from '../../payments/purchases/pay.ts'
import type { SavedCardParts } from '../../payments/saved-cards/saved-cards.ts'
import { knownCards, removeCard } from '../../payments/saved-cards/saved-cards.ts'
import type { MerchantSessionParts } from '../../wallets/apple-pay/merchant-session.ts'
import { byShopper, checkoutOf, checkoutOnly, idempotencyKey } from '../access.ts'
import { clientAddress } from '../client-address.ts'
import { readsDecoration } from '../decoration.ts'
import type { InPlace } from '../guard/overload.ts'
import { refuseSecretKeys, tellRefusedOrigins } from '../pages/refused-pages.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  GATEWAY_PROBLEMS,
  KEY_PROBLEMS,
  responses,
  TOKEN_PROBLEMS,
} from '../response-schemas.ts'
import { abandonRoutes } from './browser-abandon.ts'
import { applePayRoutes } from './browser-apple-pay.ts'
import { hostedRoutes } from './browser-hosted.ts'

export type BrowserOptions = PayParts & { payments: Pick<Payments, 'pay'> } & AbandonParts &
  SavedCardParts &
  MerchantSessionParts & {
    allowedOrigins: string[]
    secretKeys: string[]
    cardKeys: CardKeys
    inPlace: InPlace
    /** Limits, load and card numbers. */
    guard: onRequestAsyncHookHandler
  }

/** The prefix also bounds the preflight route of the CORS plugin, which else would answer for the shop’s side too. */
export const browserCheckout: FastifyPluginAsyncTypebox<BrowserOptions> = async (app, parts) => {
  await app.register(clientRoutes, { ...parts, prefix: '/client/v1' })
}

const clientRoutes: FastifyPluginAsyncTypebox<BrowserOptions> = async (app, parts) => {
  // Before CORS, which answers the preflight of a refused page by itself.
  app.addHook('onRequest', tellRefusedOrigins(parts))
  await app.register(cors, {
    origin: parts.allowedOrigins,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-retry', 'x-challenge-token'],
    exposedHeaders: ['idempotency-replayed', 'retry-after'],
    maxAge: 600,
    strictPreflight: true,
  })
  app.addHook('onRequest', parts.guard)
  app.decorateRequest('checkout', null)
  app.addHook('onRequest', refuseSecretKeys(parts.secretKeys))
  app.addHook('onRequest', checkoutOnly(parts.store, parts.allowedOrigins))
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  // The prefix among the parts is this plugin’s own already.
  await app.register(applePayRoutes, { ...parts, prefix: '' })
  await app.register(hostedRoutes, { ...parts, prefix: '' })
  await app.register(abandonRoutes, { ...parts, prefix: '' })

  app.get(
    '/checkout',
    {
      schema: {
        summary: 'What a shopper’s browser may know of its checkout',
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        response: responses({ 200: PublicCheckout }, ['unauthorized', 'secret_key_in_browser', 'forbidden']),
      },
    },
    async (request) => {
      const row = checkoutOf(request)
      const last = await findLastPayment(parts.store.db, row.id)
      const reference = readDetails(row).shopper?.reference
      const cards = reference ? await knownCards(parts, reference) : []
      const moment = { now: parts.now(), provenNow: parts.provenNow() }
      const view = publicCheckout(row, last, await parts.cardKeys.current(), parts.offer, cards, moment)
      return { ...view, triesLeft: triesLeft(last ? await readCheckoutHistory(parts.store.db, row.id) : []) }
    },
  )

  app.delete(
    '/checkout/cards/:cardId',
    {
      schema: {
        summary: 'Remove a saved card of this checkout’s shopper',
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
      await removeCard(parts, reference, request.params.cardId, byShopper(request))
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
          'Needs an Idempotency-Key. There is no amount in it: what is charged is the checkout’s. A first recurring payment that PayKKa refuses by one of its own rules is `recurring_refused`.',
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
        requestId: request.id,
        retried: request.headers['x-retry'] !== undefined,
        challengeToken: challengeToken(request),
      }
      const { status, body, replayed, retryAfter } = await parts.inPlace(input.checkout.id, () =>
        parts.payments.pay(input),
      )
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
      if (replayed) reply.header('idempotency-replayed', 'true')
      if (status >= 400) reply.type('application/problem+json; charset=utf-8')
      return reply.code(status as 200).send(body as PayResponse)
    },
  )
}

function challengeToken({ headers }: FastifyRequest): string | undefined {
  const token = headers['x-challenge-token']
  return typeof token === 'string' ? token : undefined
}
