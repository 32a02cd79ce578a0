/** The headers of every page. The policy lists exactly what <paykka-checkout> needs from the BFF and nothing more. */
import type { FastifyInstance } from 'fastify'

export function addSecurityHeaders(app: FastifyInstance, bffUrl: string, emulatorUrl?: string): void {
  const headers = securityHeaders(bffUrl, emulatorUrl)
  app.addHook('onSend', async (request, reply) => {
    reply.headers(headers)
    // Pages hold a client secret and a basket; pictures and styles hold neither.
    if (!request.url.startsWith('/public/')) reply.header('cache-control', 'no-store')
  })
}

export function securityHeaders(bffUrl: string, emulatorUrl?: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(bffUrl, emulatorUrl),
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'permissions-policy': `payment=(self "${bffUrl}"), camera=(), geolocation=(), microphone=()`,
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
  }
}

/** The emulator is there for the doubles of the wallets only; a live shop has none. */
function contentSecurityPolicy(bffUrl: string, emulatorUrl?: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${bffUrl}`,
    `connect-src 'self' ${[bffUrl, emulatorUrl].filter(Boolean).join(' ')}`,
    `frame-src ${bffUrl}`,
    "img-src 'self' data:",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
}
