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
  /** @returns what else keeps this process from taking payments, one line each */
  obstacles(): string[]
}

const Status = Strict({ status: Type.Literal('ok') })

export const operations: FastifyPluginAsyncTypebox<OperationOptions> = async (app, parts) => {
  app.get(
    '/healthz',
    { schema: { summary: 'The process is alive', tags: ['operations'], response: { 200: Status } } },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Ready for payments',
        description:
          'Not while the database gives no answer, takes no writes, is gone or replaced, or lacks a result of PayKKa that it did not take; nor while the clock is a minute from PayKKa’s (or the database’s, until PayKKa has told the time), another process on the database is set up otherwise, PayKKa is asked what a restored database forgot, or a shutdown is under way: `detail` says which.',
        tags: ['operations'],
        response: responses({ 200: Status }, ['not_ready']),
      },
    },
    async () => {
      const found = [
        ...(parts.isClosing() ? ['shutting down'] : []),
        ...((await answers(parts.store)) ? [] : ['the ledger gives no answer']),
        ...parts.obstacles(),
      ]
      if (found.length > 0) throw new AppError('not_ready', { retryAfter: 2, detail: found.join('; ') })
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
