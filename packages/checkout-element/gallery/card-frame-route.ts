/** `GET /card-frame` as the BFF serves it, with the gallery’s own page as the one that may embed it. */
import { generateKeyPairSync } from 'node:crypto'
import type { Plugin } from 'vite'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

export const cardFrameForGallery = (): Plugin => ({
  name: 'card-frame',
  configureServer(server) {
    // The address Vite tells at the start is the package's; the gallery is a folder of it.
    server.middlewares.use((request, response, next) => {
      if (request.url === '/') response.writeHead(302, { location: '/gallery/index.html' }).end()
      else next()
    })
    server.middlewares.use('/card-frame', (request, response) => {
      response.setHeader('content-security-policy', POLICY)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(page(`http://${request.headers.host}`))
    })
  },
})

const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const KEY = { kty: 'EC', crv: 'P-256', x, y, kid: 'gallery-key-1', alg: 'ECDH-ES', use: 'enc' }

const page = (parent: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Card details</title><meta name="viewport" content="width=device-width">
<meta name="paykka-card-key" content='${JSON.stringify(KEY)}'>
<meta name="paykka-parent-origins" content="${parent}">
<meta name="paykka-server-time" content="${Date.now()}">
<meta name="paykka-card-brands" content="visa mastercard amex">
<script type="module" src="/src/card-frame/card-frame.ts"></script></head><body></body></html>`
