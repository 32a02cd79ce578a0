/** Routes for tests: books, requests, faults, dialect, scenarios, clock, disputes, reset. Unsigned and meant for loopback. */

import type { FastifyError, FastifyInstance } from 'fastify'
import { accept, integer, list, shape, text } from './checks.ts'
import { DIALECTS, readDialect } from './dialects.ts'
import { raiseDispute } from './disputes.ts'
import { readRules } from './fault-checks.ts'
import type { FaultRule } from './fault-types.ts'
import type { RotatedKeys } from './keys.ts'
import { readLedger } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { RequestFilter } from './received.ts'
import { listRequests } from './received.ts'
import { invalid, Refusal } from './refusal.ts'
import { beginScenario, listScenarios } from './scenarios.ts'

/** What scripting faults gives back. */
export interface FaultReceipt {
  /** One id per rule that stays; usable with `DELETE /emulator/faults?id=`. */
  ids: string[]
  /** Both public keys (PEM) when the rules rotated the platform's key. */
  rotated?: RotatedKeys
}

const YEAR_MS = 366 * 86_400_000
// The year 9999: later dates have another form.
const MAX_TIME_MS = 253_402_300_799_000

interface AdminOptions {
  parts: Parts
  reset(): void
}

/** Registers the admin routes. */
export async function adminRoutes(app: FastifyInstance, { parts, reset }: AdminOptions): Promise<void> {
  app.setErrorHandler((error: FastifyError, _, reply) =>
    reply
      .code(error instanceof Refusal ? error.status : (error.statusCode ?? 500))
      .send({ error: error.message }),
  )
  app.get('/emulator/ledger', () => readLedger(parts.state))
  app.get<{ Querystring: RequestFilter }>('/emulator/requests', (request) => ({
    requests: listRequests(parts.state, request.query),
  }))
  app.get('/emulator/keys', () => ({ platformPublicKey: parts.platform.publicPem() }))
  app.get('/emulator/faults', () => ({ faults: parts.faults.list() }))
  app.post('/emulator/faults', (request) => addFaults(readRules(request.body), parts))
  app.delete<{ Querystring: { id?: string } }>('/emulator/faults', (request, reply) => {
    parts.faults.remove(request.query.id)
    return reply.code(204).send()
  })
  app.get('/emulator/dialect', () => ({ dialect: parts.dialect.current, table: DIALECTS }))
  app.post('/emulator/dialect', (request) => {
    parts.dialect.set(readDialect(request.body))
    return { dialect: parts.dialect.current }
  })
  app.get('/emulator/scenarios', () => ({ scenarios: listScenarios() }))
  app.post('/emulator/scenario', (request, reply) => {
    beginScenario(readNames(request.body), parts)
    return reply.code(204).send()
  })
  app.get('/emulator/clock', () => ({ now: parts.timers.now() }))
  app.post('/emulator/clock', (request) => {
    parts.timers.moveTo(readMove(request.body, parts.timers.now()))
    return { now: parts.timers.now() }
  })
  app.post('/emulator/disputes', (request) => raiseDispute(request.body, parts))
  app.post('/emulator/reset', (_, reply) => {
    reset()
    return reply.code(204).send()
  })
}

const NAMES = shape({ names: list(text(64, 1), 20) })
const readNames = (body: unknown) => accept<{ names: string[] }>(NAMES, body).names

const MOVE = shape({}, { advanceMs: integer(0, 10 * YEAR_MS), now: integer(0, MAX_TIME_MS) })

/** Reads where time is moved to: `advanceMs` from now, or to `now`. */
function readMove(body: unknown, now: number): number {
  const move = accept<{ advanceMs?: number; now?: number }>(MOVE, body)
  if ((move.advanceMs === undefined) === (move.now === undefined))
    throw invalid('exactly one of advanceMs, now is required')
  return move.now ?? now + (move.advanceMs ?? 0)
}

/** Adds rules in order; a key rotation happens at once instead of becoming a rule. */
export async function addFaults(rules: readonly FaultRule[], parts: Parts): Promise<FaultReceipt> {
  const receipt: FaultReceipt = { ids: [] }
  for (const rule of rules) {
    if (rule.fault.type === 'rotate-key') receipt.rotated = await parts.platform.rotate(rule.fault.privateKey)
    else receipt.ids.push(parts.faults.add(rule))
  }
  return receipt
}
