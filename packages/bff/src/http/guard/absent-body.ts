/** Treats a request without a body like one with an empty object, whatever its content type. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Call it before the parsers run. Many clients send a content type with every request, even without a body. */
export function takeAbsentBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (isEmpty(request)) delete request.headers['content-type']
  })
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.routeOptions.schema?.body) request.body = {}
  })
}

function isEmpty({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
}
