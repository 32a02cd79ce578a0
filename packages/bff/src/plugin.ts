/** The BFF as a plugin of another Fastify app. */
import type { FastifyInstance, FastifyPluginAsync, HTTPMethods } from 'fastify'
import type { Config } from './config/config.ts'
import { openMounted } from './server.ts'
import { DOMAIN_FILE_PATHS } from './wallets/apple-pay/apple-domains.ts'

export type PaykkaBffOptions = {
  /** From `loadConfig`. `publicUrl` is the host app's own address; `host` and `port` are not used. */
  config: Config
  /** Also serves `/healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/docs` (true). */
  operations?: boolean
}

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The paths that browsers, the shop and PayKKa use: they cannot have a prefix. */
const PATHS = [
  '/v1/*',
  '/client/v1/*',
  '/paykka/*',
  '/element/*',
  '/marks/*',
  '/card-frame',
  '/challenge',
  '/csp',
  '/csp-reports',
  '/scripts.json',
  ...DOMAIN_FILE_PATHS,
]
const OPERATIONS = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/*']

/**
 * Mounts the BFF with its database and jobs. Its requests are forwarded before the host app reads their bodies, so the
 * BFF's own limits, validation, headers and log apply, whatever the host's settings. The host's own `onRequest` hooks run
 * first. Time limits on headers and bodies belong to the listening server: see docs/guides/operations.md.
 * @throws Error when the database cannot be opened, or when the host already has one of the paths
 */
export const paykkaBff: FastifyPluginAsync<PaykkaBffOptions> = async (
  host,
  { config, operations = true },
) => {
  const bff = await openMounted(config)
  host.addHook('onClose', () => bff.close())
  for (const url of operations ? [...PATHS, ...OPERATIONS] : PATHS) handOn(host, url, bff.app)
}

function handOn(host: FastifyInstance, url: string, bff: FastifyInstance): void {
  host.route({
    method: METHODS,
    url,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      reply.hijack()
      bff.routing(request.raw, reply.raw)
    },
    handler: async () => {
      throw new Error('handed on before')
    },
  })
}
