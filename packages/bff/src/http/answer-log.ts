/**
 * Writes one log line per answer. For a refusal it contains the code, the invalid fields and the key's position, never a
 * value.
 */
import type { Problem } from '@paykka-checkout/shared-types'
import type { FastifyInstance, FastifyRequest } from 'fastify'

type Facts = {
  /** Code of the problem in the answer. */
  code?: string
  /** JSON Pointers. */
  fields?: string[]
  /** The secret key's position in `BFF_SECRET_KEYS`, from 1. */
  key?: number
}

const facts = new WeakMap<FastifyRequest, Facts>()
const MAX_FIELDS = 20

/** Adds facts to the log line of the request's answer. */
export function addToLog(request: FastifyRequest, more: Facts): void {
  facts.set(request, { ...facts.get(request), ...more })
}

/** Installs the log line `answered`. */
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
