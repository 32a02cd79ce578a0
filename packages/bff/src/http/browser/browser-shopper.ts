/** Account pages: a shopper's saved cards and agreements, authenticated by an account secret. */
import cors from '@fastify/cors'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { AgreementId, CardId, ShopperAccount, Strict } from '@paykka-checkout/shared-types'
import type { onRequestAsyncHookHandler } from 'fastify'
import type { Database } from '../../database/database.ts'
import { iso } from '../../domain/present.ts'
import type { SavedCards } from '../../payments/saved-cards/saved-card-service.ts'
import { byShopper, shopperOf, shopperOnly } from '../access.ts'
import { responses, TOKEN_PROBLEMS } from '../response-schemas.ts'

type ShopperOptions = {
  database: Database
  savedCards: SavedCards
  /** Unix milliseconds. */
  now: () => number
  allowedOrigins: string[]
  guard: onRequestAsyncHookHandler
}

/** The prefix also limits the preflight route of the CORS plugin. */
export const browserShopper: FastifyPluginAsyncTypebox<ShopperOptions> = async (app, options) => {
  await app.register(async (account) => accountRoutes(account, options), {
    prefix: '/client/v1/shopper',
  })
}

const REMOVAL_PROBLEMS: ProblemCode[] = ['unauthorized', 'forbidden', 'not_found', ...TOKEN_PROBLEMS]
const security = [{ clientSecret: [] }]

const accountRoutes: FastifyPluginAsyncTypebox<ShopperOptions> = async (app, options) => {
  const { savedCards, allowedOrigins } = options
  await app.register(cors, {
    origin: allowedOrigins,
    methods: ['GET', 'DELETE'],
    allowedHeaders: ['authorization'],
    maxAge: 600,
    strictPreflight: true,
  })
  app.addHook('onRequest', options.guard)
  app.decorateRequest('shopper', '')
  app.addHook('onRequest', shopperOnly(options.database, allowedOrigins, options.now))
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get(
    '',
    {
      schema: {
        summary: "A shopper's saved cards and agreements",
        tags: ['browser'],
        security,
        response: responses({ 200: ShopperAccount }, ['unauthorized', 'forbidden']),
      },
    },
    async (request) => ({
      cards: await savedCards.fresh(shopperOf(request)),
      agreements: await savedCards.agreements(shopperOf(request)),
      serverTime: iso(options.now()),
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
      await savedCards.remove(shopperOf(request), request.params.cardId, byShopper(request))
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
      await savedCards.endAgreement(request.params.id, byShopper(request), shopperOf(request))
      return {}
    },
  )
}
