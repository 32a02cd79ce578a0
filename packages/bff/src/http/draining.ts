/** A process that shuts down sends its clients elsewhere: the next request on a keep-alive connection would come too late. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** @returns the number of requests in progress, including those whose clients have disconnected */
    working(): number
  }
}

/**
 * Each request that arrives during shutdown gets the last answer on its connection. Earlier requests are answered normally,
 * and once the server is closed their connections end with the answer: Node closes connections that are idle at that
 * moment, and later ones only after their keep-alive time (fastify#7044). Call it before the other hooks, whose refusals
 * are answers too.
 */
export function closeWhileDraining(app: FastifyInstance, isClosing: () => boolean): void {
  let closed = false
  app.addHook('onRequest', async (_request, reply) => {
    if (isClosing()) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    closed = true
  })
  app.addHook('onResponse', async () => {
    if (closed) app.server.closeIdleConnections()
  })
  countWork(app)
}

/** Counts a request from its complete body until its answer is known. */
function countWork(app: FastifyInstance): void {
  const working = new Set<FastifyRequest>()
  app.addHook('preHandler', async (request) => void working.add(request))
  app.addHook('onSend', async (request) => void working.delete(request))
  app.decorate('working', () => working.size)
}
