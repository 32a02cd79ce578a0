/** Refuses changes while they would be lost, or while PayKKa is asked what this ledger may have forgotten: reading goes on. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../domain/errors.ts'

const RETRY_S = 2

export type Serving = {
  /** @returns false while the ledger may lack attempts that were sent */
  isServing(): boolean
  /** @returns true while what is written goes into files that nobody will find again; never when left out */
  isLost?(): boolean
}

/**
 * Refuses every change by a shop or a browser with 503 `busy`. PayKKa's own notices and returns are taken, unless the database
 * is lost: PayKKa sends them again.
 */
export function refuseUntilServing(app: FastifyInstance, { isServing, isLost }: Serving): void {
  app.addHook('onRequest', async ({ method, routeOptions }) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return
    const refused = isLost?.() || (/^\/(client\/)?v1\//.test(routeOptions.url ?? '') && !isServing())
    if (refused) throw new AppError('busy', { retryAfter: RETRY_S })
  })
}
