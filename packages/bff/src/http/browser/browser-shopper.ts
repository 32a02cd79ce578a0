/** Account pages: a shopper’s saved cards and agreements, opened by a secret of that shopper. */
import cors from '@fastify/cors'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { AgreementId, CardId, ShopperAccount, Strict } from '@paykka-checkout/shared-types'
import type { onRequestAsyncHookHandler } from 'fastify'
import { iso } from '../../domain/present.ts'
import type { SavedCardParts } from '../../payments/saved-cards/saved-cards.ts'
import {
  endAgreement,
  freshCards,
  listAgreements,
  removeCard,
} from '../../payments/saved-cards/saved-cards.ts'
import { byShopper, shopperOf, shopperOnly } from '../access.ts'
import { responses, TOKEN_PROBLEMS } from '../response-schemas.ts'

export type ShopperOptions = SavedCardParts & { allowedOrigins: string[]; guard: onRequestAsyncHookHandler }

/** The prefix also bounds the preflight route of the CORS plugin. */
export const browserShopper: FastifyPluginAsyncTypebox<ShopperOptions> = async (app, parts) => {
  await app.register(accountRoutes, { ...parts, prefix: '/client/v1/shopper' })
}

const REMOVAL_PROBLEMS: ProblemCode[] = ['unauthorized', 'forbidden', 'not_found', ...TOKEN_PROBLEMS]
const security = [{ clientSecret: [] }]

const accountRoutes: FastifyPluginAsyncTypebox<ShopperOptions> = async (app, parts) => {
  await app.register(cors, {
    origin: parts.allowedOrigins,
    methods: ['GET', 'DELETE'],
    allowedHeaders: ['authorization'],
    maxAge: 600,
    strictPreflight: true,
  })
  app.addHook('onRequest', parts.guard)
  app.decorateRequest('shopper', '')
  app.addHook('onRequest', shopperOnly(parts.store, parts.allowedOrigins, parts.now))
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get(
    '',
    {
      schema: {
        summary: 'A shopper’s saved cards and agreements',
        tags: ['browser'],
        security,
        response: responses({ 200: ShopperAccount }, ['unauthorized', 'forbidden']),
      },
    },
    async (request) => ({
      cards: await freshCards(parts, shopperOf(request)),
      agreements: await listAgreements(parts, shopperOf(request)),
      serverTime: iso(parts.now()),
    }),
  )
  app.delete(
    '/cards/:cardId',
    {
      schema: {
        summary: 'Remove a saved card',
        tags: ['browser'],
        security,
        params: Strict({ cardId: CardId }),
        response: responses({ 200: Strict({}) }, REMOVAL_PROBLEMS),
      },
    },
    async (request) => {
      await removeCard(parts, shopperOf(request), request.params.cardId, byShopper(request))
      return {}
    },
  )
  app.delete(
    '/agreements/:id',
    {
      schema: {
        summary: 'End recurring payments',
        tags: ['browser'],
        security,
        params: Strict({ id: AgreementId }),
        response: responses({ 200: Strict({}) }, REMOVAL_PROBLEMS),
      },
    },
    async (request) => {
      await endAgreement(parts, request.params.id, byShopper(request), shopperOf(request))
      return {}
    },
  )
}
