/** The first checks of every request: limits, load, card numbers. */
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { refuseCardData, refuseCardDataAround } from './card-data.ts'
import { readStrictJson } from './json-body.ts'
import type { OverloadLimits } from './overload.ts'
import { limitEntry, measurePressure, refuseUnderPressure } from './overload.ts'
import type { RequestLimitParts } from './request-limits.ts'
import { limitPages, limitRequests } from './request-limits.ts'

/**
 * The browser's routes run the guard themselves, after CORS: a page can only read a refusal with CORS headers for its
 * origin.
 */
const BROWSER_API = '/client/'

/**
 * Installs the guard for all routes except the browser's.
 * @returns the hook for those
 */
export async function guardRequests(
  app: FastifyInstance,
  parts: RequestLimitParts & { overload: OverloadLimits },
): Promise<onRequestAsyncHookHandler> {
  const entry = limitEntry(parts.overload)
  const guard: onRequestAsyncHookHandler = async (request) => {
    await limitPages(request)
    refuseUnderPressure(request)
    // Runs before anything expensive: under overload most requests are refused, and refusals must be cheap.
    entry.refuseFull(request)
    refuseCardDataAround(request)
  }
  limitRequests(app, parts)
  readStrictJson(app)
  measurePressure(app, parts.overload)
  app.addHook('onRequest', async function (request, reply) {
    if (!request.routeOptions.url?.startsWith(BROWSER_API)) await guard.call(this, request, reply)
  })
  app.addHook('preValidation', async (request, reply) => entry.enter(request, reply))
  refuseCardData(app)
  return guard
}
