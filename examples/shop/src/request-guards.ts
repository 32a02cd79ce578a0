/** Two small guards in front of every route. */
import type { FastifyInstance } from 'fastify'
import { ShopError } from './error-pages.ts'

/** A form on another site must not fill or empty a shopper's basket. */
export function refuseForeignForms(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (request.method !== 'POST') return
    const { origin, host } = request.headers
    const isForeign =
      request.headers['sec-fetch-site'] === 'cross-site' || (origin && hostOf(origin) !== host)
    if (isForeign) throw new ShopError(403, 'This form was sent from another site.')
  })
}

/** Opened as 127.0.0.1, the page would be a foreign origin to the BFF and could not pay: move to the shop's own name. */
export function stayOnOneHost(app: FastifyInstance, publicUrl: string): void {
  const home = new URL(publicUrl)
  app.addHook('onRequest', async (request, reply) => {
    const isLoopback = request.method === 'GET' && /^(127\.0\.0\.1|\[::1\])(:|$)/.test(request.host)
    if (isLoopback && home.hostname === 'localhost') return reply.redirect(home.origin + request.url, 302)
  })
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
