/** `GET /docs`: the description as a page for the shop’s developers. Only where no real money moves. */
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'

/** Everything comes from this server, and the page can ask for nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const READ_ONLY = '.scheme-container, .authorization__btn { display: none }'

export const docs: FastifyPluginAsync = async (app) => {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    // Read only: a secret key has no place in a browser, not even in a form of this page.
    theme: { title: 'PayKKa checkout BFF', css: [{ filename: 'read-only.css', content: READ_ONLY }] },
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [], defaultModelsExpandDepth: -1 },
  })
}
