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

/** What Apple's and Google's scripts need. Beside the emulator there are doubles in their place. */
const WALLETS = {
  scripts: 'https://applepay.cdn-apple.com https://pay.google.com',
  connections: 'https://pay.google.com https://google.com',
  frames: 'https://pay.google.com',
  images: 'https://www.gstatic.com',
  policies: 'paykka-wallets',
}

function contentSecurityPolicy(bffUrl: string, emulatorUrl?: string): string {
  const wallets = emulatorUrl
    ? { scripts: '', connections: emulatorUrl, frames: '', images: '', policies: '' }
    : WALLETS
  const directives = [
    "default-src 'self'",
    `script-src 'self' ${bffUrl} ${wallets.scripts}`,
    `connect-src 'self' ${bffUrl} ${wallets.connections}`,
    `frame-src ${bffUrl} ${wallets.frames}`,
    `img-src 'self' data: ${bffUrl} ${wallets.images}`,
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types lit-html ${wallets.policies}`,
  ]
  return directives.map((directive) => directive.trim()).join('; ')
}
