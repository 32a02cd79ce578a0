/** `GET /docs`: the description as a page for the shop's developers. Only where no real money moves. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import Fastify from 'fastify'
import { AppError } from '../../domain/errors.ts'

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

/** An app of its own, so that its libraries are read when somebody looks, and no start of the BFF waits for them. */
async function openPage(document: object): Promise<FastifyInstance> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  const page = Fastify()
  await page.register(swagger, { mode: 'static', specification: { document: document as never } })
  await page.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    // Read only: a secret key has no place in a browser, not even in a form of this page.
    theme: { title: 'PayKKa checkout BFF', css: [{ filename: 'read-only.css', content: READ_ONLY }] },
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [], defaultModelsExpandDepth: -1 },
  })
  return page
}
