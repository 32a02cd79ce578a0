/** While PayKKa is asked what this ledger may have forgotten, nobody may change anything: reading goes on. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

const RETRY_S = 2

/** Refuses every change by a shop or a browser with 503 `busy`. PayKKa’s own notices and returns are taken. */
export function refuseUntilServing(app: FastifyInstance, isServing: () => boolean): void {
  app.addHook('onRequest', async ({ method, url }) => {
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(method) && /^\/(client\/)?v1\//.test(url)
    if (changes && !isServing()) throw new AppError('busy', { retryAfter: RETRY_S })
  })
}
