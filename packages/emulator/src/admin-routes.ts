/** The test's own door: ledger, requests, faults, dialect, disputes, reset. Unsigned and meant for loopback. */

import type { FastifyError, FastifyInstance } from 'fastify'
import { DIALECTS, readDialect } from './dialects.ts'
import { raiseDispute } from './disputes.ts'
import { readRules } from './fault-checks.ts'
import type { FaultRule } from './fault-types.ts'
import type { RotatedKeys } from './keys.ts'
import { readLedger } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { RequestFilter } from './received.ts'
import { listRequests } from './received.ts'
import { Refusal } from './refusal.ts'

/** What scripting faults gives back. */
export interface FaultReceipt {
  /** One id per rule that stays; usable with `DELETE /emulator/faults?id=`. */
  ids: string[]
  /** Both public keys (PEM) when the rules rotated the platform's key. */
  rotated?: RotatedKeys
}

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
  app.post('/emulator/disputes', (request) => raiseDispute(request.body, parts))
  app.post('/emulator/reset', (_, reply) => {
    reset()
    return reply.code(204).send()
  })
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
