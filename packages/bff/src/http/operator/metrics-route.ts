/** `GET /metrics`, for a Prometheus that knows the token. Without a token there is no such address. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Metrics } from '../../metrics/metrics.ts'
import { shopOnly } from '../access.ts'
import { responses } from '../response-schemas.ts'

export type MetricsOptions = { metrics: Metrics; token: string }

export const metricsRoute: FastifyPluginAsyncTypebox<MetricsOptions> = async (app, { metrics, token }) => {
  app.get(
    '/metrics',
    {
      // The same comparison in constant time as for the shop's keys; the token opens nothing else.
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

/** Times every answer by its route's pattern, never by the address itself. */
export function observeRequests(app: Parameters<typeof metricsRoute>[0], metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.observeRequest(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
}
