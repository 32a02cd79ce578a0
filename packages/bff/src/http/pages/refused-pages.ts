/** Logs pages that are set up wrongly: an origin that is not allowed, a secret key in a browser. */
import type { onRequestAsyncHookHandler } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import { bringsKey } from '../access.ts'

/** At most one log line per origin in this time: a refused page tries again at every visit. */
const PAUSE_MS = 60_000
/** Anyone can send an origin, so their number is limited. */
const MAX_ORIGINS = 100

const REFUSED =
  'a page of an origin that is not in BFF_ALLOWED_ORIGINS was refused (docs/reference/setup-mistakes.md)'
const LEAKED =
  'a secret key of the shop was sent by a browser: rotate it now (docs/reference/setup-mistakes.md)'

/** @returns a hook for the browser's routes: it runs before CORS, which answers the preflight of such a page itself */
export function logRefusedOrigins(parts: {
  allowedOrigins: string[]
  now: () => number
}): onRequestAsyncHookHandler {
  const reported = new Map<string, number>()
  return async ({ headers: { origin }, log }) => {
    if (origin === undefined || parts.allowedOrigins.includes(origin)) return
    const moment = parts.now()
    if (moment - (reported.get(origin) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return
    if (reported.size >= MAX_ORIGINS) reported.clear()
    reported.set(origin, moment)
    const mistake = origin === 'null' ? 'page_sandboxed' : 'origin_not_allowed'
    log.warn({ mistake, origin: origin.slice(0, 200) }, REFUSED)
  }
}

/** @returns a hook that refuses and logs a secret key of the shop in place of a client secret */
export function refuseSecretKeys(secretKeys: string[]): onRequestAsyncHookHandler {
  return async (request) => {
    const { origin, 'sec-fetch-site': site } = request.headers
    // Only browsers send these headers, at least one with every request.
    if ((origin ?? site) === undefined || !bringsKey(request, secretKeys)) return
    request.log.warn({ mistake: 'secret_key_in_browser', origin }, LEAKED)
    throw new AppError('secret_key_in_browser')
  }
}
