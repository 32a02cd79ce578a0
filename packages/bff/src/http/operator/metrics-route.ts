/** `GET /metrics`, for Prometheus with the token. Without a configured token the route does not exist. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Metrics } from '../../metrics/metrics.ts'
import { shopOnly } from '../access.ts'
import { responses } from '../response-schemas.ts'

type MetricsOptions = { metrics: Metrics; token: string }

export const metricsRoute: FastifyPluginAsyncTypebox<MetricsOptions> = async (app, { metrics, token }) => {
  app.get(
    '/metrics',
    {
      // The same constant-time comparison as for the shop's keys; the token is valid for this route only.
      onRequest: shopOnly([token]),
      schema: {
        summary: 'Figures for Prometheus',
        tags: ['operations'],
        response: responses({ 200: Type.String() }, ['unauthorized']),
      },
    },
    async (_request, reply) => {
      reply.type(metrics.registry.contentType)
      return metrics.registry.metrics()
    },
  )
}

/** Measures every answer by its route pattern, never by the URL itself. */
export function observeRequests(app: Parameters<typeof metricsRoute>[0], metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.observeRequest(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
}
