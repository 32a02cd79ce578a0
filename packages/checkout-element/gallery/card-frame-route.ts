/** `GET /card-frame` as the BFF serves it, with the gallery's page as its allowed parent. */
import { generateKeyPairSync } from 'node:crypto'
import type { Plugin } from 'vite'
import { cardFramePage, styleHashes } from '../../bff/src/http/pages/card-frame-page.ts'
import { drawForm } from '../scripts/draw-form.ts'

const DRAWN = await drawForm()
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src ${styleHashes(DRAWN).join(' ')}`,
  "font-src 'self'",
  "connect-src 'self' ws:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

export const cardFrameForGallery = (): Plugin => ({
  name: 'card-frame',
  configureServer(server) {
    // Vite prints the address of the package at the start; the gallery is a folder in it.
    server.middlewares.use((request, response, next) => {
      if (request.url === '/') response.writeHead(302, { location: '/gallery/index.html' }).end()
      else next()
    })
    server.middlewares.use('/card-frame', (request, response) => {
      response.setHeader('content-security-policy', POLICY)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      const query = new URL(request.originalUrl ?? '/', 'http://localhost').searchParams
      response.end(page(`http://${request.headers.host}`, Object.fromEntries(query)))
    })
  },
})

const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const KEY = { kty: 'EC', crv: 'P-256', x, y, kid: 'gallery-key-1', alg: 'ECDH-ES', use: 'enc' }

const page = (parent: string, query: Record<string, string>): string =>
  cardFramePage(
    DRAWN,
    {
      cardKey: KEY,
      parentOrigins: [parent],
      cardBrands: ['visa', 'mastercard', 'amex'],
      serverTime: Date.now(),
      testCards: false,
    },
    query,
  ).replace('/element/v1/card-frame.js', '/src/card/frame/card-frame.ts')
