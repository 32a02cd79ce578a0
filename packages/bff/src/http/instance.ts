/** The Fastify instance: its limits, strict parsing, and headers for answers that are not pages. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify'
import Fastify, { LogController } from 'fastify'
import { newRequestId } from '../domain/ids.ts'
import { trustedProxies } from './client-address.ts'
import { answerProblem } from './problem-handlers.ts'
import { lazyCompilers } from './schema-compilers.ts'
import { answerUnreadable } from './unreadable.ts'

/** For routes without a body schema. */
const BODY_LIMIT = 32 * 1024
/** A BFF on a subdomain of the shop receives the cookies of the shop's whole domain. */
const MAX_HEADER_SIZE = 32 * 1024
/** Each open connection costs a file descriptor and memory, so their number is limited. */
const MAX_CONNECTIONS = 10_000
/** A shopper's reference of 64 characters, each three bytes, percent-encoded. */
const MAX_PARAMETER = 576

/** @param trustProxy CIDRs or addresses of the shop's own proxies; an empty list trusts no header */
export function createInstance(trustProxy: string[], logger: FastifyBaseLogger): FastifyInstance {
  const app = Fastify({
    ...SERVER,
    loggerInstance: logger,
    trustProxy: trustProxy.length > 0 ? trustedProxies(trustProxy) : false,
  }).withTypeProvider<TypeBoxTypeProvider>()
  // Position of the request's secret key, from 1.
  app.decorateRequest('keyPosition', 0)
  app.server.maxConnections = MAX_CONNECTIONS
  return app
}

const SERVER = {
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: BODY_LIMIT,
  requestTimeout: 10_000,
  keepAliveTimeout: 72_000,
  maxRequestsPerSocket: 1000,
  forceCloseConnections: 'idle',
  // Serves existing connections to the end: Fastify's own 503 would be a failed payment.
  return503OnClosing: false,
  http: { maxHeaderSize: MAX_HEADER_SIZE, headersTimeout: 5000, connectionsCheckingInterval: 1000 },
  routerOptions: { maxParamLength: MAX_PARAMETER, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
  clientErrorHandler: answerUnreadable,
  requestIdHeader: false,
  genReqId: newRequestId,
  // URLs that can't be parsed or are too long never reach a route; they get the same form of answer.
  frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  schemaController: { compilersFactory: lazyCompilers },
  // Money routes must see what was sent: "1099", true and [5] are not numbers.
  ajv: {
    customOptions: {
      coerceTypes: false,
      removeAdditional: false,
      useDefaults: false,
      allErrors: false,
      // Errors carry their schema, whose description explains them.
      verbose: true,
      strict: true,
    },
  },
} satisfies FastifyServerOptions & { http: object }

/**
 * Security headers of every answer. Answers are data, not pages; the few pages replace what they need. `frame-ancestors`
 * replaces X-Frame-Options and can name several origins.
 * Source: OWASP, HTTP Headers Cheat Sheet; the values are those of Helmet, which would build them anew for every answer.
 */
export const HEADERS = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}
