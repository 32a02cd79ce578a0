/** `GET /docs`: the API description as a page for the shop's developers. Only in test environments. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import Fastify from 'fastify'
import { AppError } from '../../domain/errors.ts'

/** The page loads everything from this server and can request nothing else. */
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
  const deferred: { page?: Promise<FastifyInstance> } = {}
  const answer = async ({ url }: FastifyRequest, reply: FastifyReply) => {
    deferred.page ??= openPage(app.swagger())
    const { statusCode, headers, rawPayload } = await (await deferred.page).inject({ url })
    if (statusCode === 404) throw new AppError('not_found')
    return reply.code(statusCode).headers(headers).send(rawPayload)
  }
  app.get('/docs', { schema: { hide: true } }, answer)
  app.get('/docs/*', { schema: { hide: true } }, answer)
  app.addHook('onClose', async () => (await deferred.page)?.close())
}

/** A separate app, so that its libraries load on the first visit and do not slow down the startup. */
async function openPage(document: object): Promise<FastifyInstance> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  const page = Fastify()
  await page.register(swagger, { mode: 'static', specification: { document: document as never } })
  await page.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    // Read only: a secret key must never be entered in a browser, not even in a form of this page.
    theme: { title: 'PayKKa checkout BFF', css: [{ filename: 'read-only.css', content: READ_ONLY }] },
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [], defaultModelsExpandDepth: -1 },
  })
  return page
}
