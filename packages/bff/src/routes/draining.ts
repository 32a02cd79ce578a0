/** A process that was told to stop sends its clients elsewhere: the next request on a kept connection would come too late. */
import type { FastifyInstance } from 'fastify'

/** Every answer since then is the last on its connection. Call it before the other hooks, whose refusals are answers too. */
export function closeWhileDraining(app: FastifyInstance, isClosing: () => boolean): void {
  app.addHook('onRequest', async (_request, reply) => {
    if (isClosing()) reply.header('connection', 'close')
  })
}
