/** The switcher in the footer, and the element's theme files that it offers. */
import { fileURLToPath } from 'node:url'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { pageBefore } from '../page-before.ts'
import { readPreferences } from '../preferences.ts'
import type { Visitors } from '../visitors.ts'

type Form = Record<string, string>

const FOLDER = new URL('.', import.meta.resolve('@paykka-checkout/element/themes/ink.css'))

const PreferencesForm = {
  type: 'object',
  maxProperties: 10,
  additionalProperties: { type: 'string', maxLength: 20 },
}

export async function preferenceRoutes(
  app: FastifyInstance,
  { visitors }: { visitors: Visitors },
): Promise<void> {
  await app.register(staticFiles, { root: fileURLToPath(FOLDER), prefix: '/themes/', decorateReply: false })

  app.post<{ Body: Form }>('/preferences', { schema: { body: PreferencesForm } }, (request, reply) => {
    const visitor = visitors.of(request)
    Object.assign(visitor, readPreferences(request.body, visitor))
    visitors.keep(visitor, reply)
    return reply.redirect(pageBefore(request).href, 303)
  })
}
