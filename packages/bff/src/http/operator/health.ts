/** Health routes for operators and load balancers. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { OneOf, Strict } from '@paykka-checkout/shared-types'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../domain/errors.ts'
import type { GatewayHealth } from '../../payments/recovery/gateway-health.ts'
import { responses } from '../response-schemas.ts'

type HealthOptions = {
  database: Database
  /** @returns true once a shutdown has begun */
  isClosing(): boolean
  /** @returns other reasons why this process cannot accept payments, one line each */
  notReadyReasons(): string[]
  health: Pick<GatewayHealth, 'isDown' | 'isShaky' | 'isUnproven'>
}

const Status = Strict({ status: Type.Literal('ok') })
const Readiness = Strict({
  status: OneOf(['ok', 'degraded'], '`degraded` while PayKKa gives no answer: no process could sell'),
  detail: Type.Optional(Type.String({ description: 'Why it is degraded' })),
})

/** Not 503: every process would answer the same, and without any process shoppers could not get their results. */
const DEGRADED = {
  status: 'degraded' as const,
  detail: 'PayKKa gives no answer: the log says why, and paykka-bff doctor what to do',
}

export const health: FastifyPluginAsyncTypebox<HealthOptions> = async (app, parts) => {
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'The process is alive',
        tags: ['operations'],
        response: responses({ 200: Status }, []),
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Ready for payments',
        description:
          "503 while the database does not answer, rejects writes, is gone or replaced, or lacks a result of PayKKa that could not be written; while the clock differs by a minute from PayKKa's (or the database's, until PayKKa has confirmed the time); while another process on the database has other settings; during startup recovery and shutdown. `detail` says which. While PayKKa does not answer, the status is 200 and `status` is `degraded`.",
        tags: ['operations'],
        response: responses({ 200: Readiness }, ['not_ready']),
      },
    },
    async () => {
      const found = [
        ...(parts.isClosing() ? ['shutting down'] : []),
        ...((await answers(parts.database)) ? [] : ['the database gives no answer']),
        ...parts.notReadyReasons(),
      ]
      if (found.length > 0) throw new AppError('not_ready', { retryAfter: 2, detail: found.join('; ') })
      return isAway(parts.health) ? DEGRADED : { status: 'ok' as const }
    },
  )

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

/** Before PayKKa's first answer, one failure is enough. */
const isAway = (health: HealthOptions['health']) =>
  health.isDown() || (health.isUnproven() && health.isShaky())

async function answers(database: Database): Promise<boolean> {
  try {
    await sql`select count(*) from card_keys`.execute(database.db)
    return true
  } catch {
    return false
  }
}
