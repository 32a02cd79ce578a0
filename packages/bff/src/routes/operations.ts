/** For the people and machines that run the BFF. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { AppError } from '../errors.ts'
import type { Store } from '../store/database.ts'
import { responses } from './schemas.ts'

export type OperationOptions = {
  store: Store
  /** @returns true from the moment a shutdown began */
  isClosing(): boolean
}

const Status = Strict({ status: Type.Literal('ok') })

export const operations: FastifyPluginAsyncTypebox<OperationOptions> = async (app, { store, isClosing }) => {
  app.get(
    '/healthz',
    { schema: { summary: 'The process is alive', tags: ['operations'], response: { 200: Status } } },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Ready for payments: the ledger answers and no shutdown is under way',
        tags: ['operations'],
        response: responses({ 200: Status }, ['not_ready']),
      },
    },
    async () => {
      if (isClosing() || !(await answers(store))) throw new AppError('not_ready', { retryAfter: 2 })
      return { status: 'ok' as const }
    },
  )

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

async function answers(store: Store): Promise<boolean> {
  try {
    await sql`select count(*) from card_keys`.execute(store.db)
    return true
  } catch {
    return false
  }
}
