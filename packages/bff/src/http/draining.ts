/** A process that was told to stop sends its clients elsewhere: the next request on a kept connection would come too late. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** @returns how many requests are being worked on, also those whose clients are gone */
    working(): number
  }
}

/**
 * Every answer to a request that came since then is the last on its connection. What was asked before is answered as usual, and
 * once the server is closed its connection ends with the answer: Node closes those that are idle at that moment, and later ones
 * only after their keep-alive time (fastify#7044). Call it before the other hooks, whose refusals are answers too.
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

/** From the moment a request is read whole until its answer is known. */
function countWork(app: FastifyInstance): void {
  const working = new Set<FastifyRequest>()
  app.addHook('preHandler', async (request) => void working.add(request))
  app.addHook('onSend', async (request) => void working.delete(request))
  app.decorate('working', () => working.size)
}
