/** Where the BFF sends its events. The raw bytes are what was signed, so nothing may parse them first. */
import type { FastifyInstance } from 'fastify'
import type { EventInbox } from '../event-inbox.ts'

export async function eventRoutes(app: FastifyInstance, { inbox }: { inbox: EventInbox }): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: 65_536 },
    (_request, body, done) => done(null, body),
  )

  app.post('/events', async (request, reply) => {
    const taken = inbox.take(String(request.body), request.headers as Record<string, string>)
    return reply.code(taken === 'forged' ? 401 : 204).send()
  })
}
