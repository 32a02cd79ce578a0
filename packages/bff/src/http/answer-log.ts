/** One log line per answer. A refusal says why: its code, the fields that were wrong and the key that asked, never a value. */
import type { Problem } from '@paykka-checkout/shared-types'
import type { FastifyInstance, FastifyRequest } from 'fastify'

type Facts = {
  /** Code of the problem that was answered. */
  code?: string
  /** JSON Pointers. */
  fields?: string[]
  /** The secret key's place in `BFF_SECRET_KEYS`, from 1. */
  key?: number
}

const facts = new WeakMap<FastifyRequest, Facts>()
const MAX_FIELDS = 20

/** Adds facts to the line that the request's answer gets. */
export function addToLog(request: FastifyRequest, more: Facts): void {
  facts.set(request, { ...facts.get(request), ...more })
}

/** Installs the line `answered`. */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('preSerialization', async (request, reply, body) => {
    if (reply.statusCode >= 400 && isProblem(body)) addToLog(request, factsOf(body))
    return body
  })
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime)
    request.log.info({ req: request, res: reply, ms, ...facts.get(request) }, 'answered')
  })
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body
}

function factsOf({ code, errors }: Problem): Facts {
  const fields = errors?.map(({ field }) => field).slice(0, MAX_FIELDS)
  return { code, ...(fields ? { fields } : {}) }
}
