/** Refuses changes while they would be lost, or during startup recovery. Reads still work. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../domain/errors.ts'

const RETRY_S = 2

type Serving = {
  /** @returns false while the database may lack attempts that were sent */
  isServing(): boolean
  /** @returns true while writes go to deleted database files; never when left out */
  isLost?(): boolean
}

/**
 * Refuses every change by a shop or a browser with 503 `busy`. Accepts PayKKa's notifications and returns, unless the
 * database is lost: PayKKa repeats them.
 */
export function refuseUntilServing(app: FastifyInstance, { isServing, isLost }: Serving): void {
  app.addHook('onRequest', async ({ method, routeOptions }) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return
    const refused = isLost?.() || (/^\/(client\/)?v1\//.test(routeOptions.url ?? '') && !isServing())
    if (refused) throw new AppError('busy', { retryAfter: RETRY_S })
  })
}
