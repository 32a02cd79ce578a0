/** The v3 endpoints: every one is checked, played through the faults, and answered the same way. */

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createAppleSession } from './apple-session.ts'
import type { FaultSubject } from './fault-types.ts'
import { capture, query, voidOrder } from './operations.ts'
import type { Answer, Operation, Parts } from './parts.ts'
import { purchase } from './purchase.ts'
import { noteRequest } from './received.ts'
import type { ReceivedRequest } from './received-request.ts'
import { queryRefund, refund } from './refunds.ts'
import { INVALID_REQUEST, Refusal } from './refusal.ts'
import { checkMerchant, checkSender, parseBody } from './request-checks.ts'
import type { Call } from './respond.ts'
import { hang, interrupt, send } from './respond.ts'
import { createSession, querySession } from './sessions.ts'
import { attemptOf } from './state.ts'
import { subjectOf } from './subjects.ts'
import { cancelAgreement, queryTokens, removeToken } from './tokens.ts'
import { businessNo, no, yes } from './wire.ts'

const BASE = '/v3/payment/acq'

const OPERATIONS: Readonly<Record<string, Operation>> = {
  [BASE]: purchase,
  [`${BASE}/query`]: query,
  [`${BASE}/capture`]: capture,
  [`${BASE}/void`]: voidOrder,
  [`${BASE}/refund`]: refund,
  [`${BASE}/refund/query`]: queryRefund,
  [`${BASE}/token/query`]: queryTokens,
  [`${BASE}/token/remove`]: removeToken,
  [`${BASE}/recurring/cancel`]: cancelAgreement,
  [`${BASE}/apple-pay/create-session`]: createAppleSession,
  [`${BASE}/session`]: createSession,
  [`${BASE}/session/query`]: querySession,
}

/** Registers PayKKa's endpoints on an encapsulated instance, where bodies stay the bytes that arrived. */
export async function apiRoutes(app: FastifyInstance, { parts }: { parts: Parts }): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: unknown, body: unknown) => body,
  )
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply, parts))
  app.addHook('onRequest', async (request) => count(pathOf(request), parts))
  app.all('/v3/*', async () => {
    throw new Refusal(INVALID_REQUEST, 'There is no such endpoint', 404)
  })
  for (const [path, operation] of Object.entries(OPERATIONS))
    app.post(path, (request, reply) => answer(request, reply, operation, parts))
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
  parts: Parts,
): Promise<FastifyReply> {
  const path = pathOf(request)
  const body = authenticate(request, path, parts)
  const subject = subjectOf(path, body, parts.state)
  const received = noteRequest(parts.state, receivedAs(subject, body, parts.now()))
  const call: Call = { reply, path, faults: parts.faults.take('api', subject) }
  if (path === BASE && typeof body.trans_id === 'string')
    attemptOf(parts.state, body.trans_id).purchaseCalls += 1
  if (await interrupt(call, 'before', parts)) return reply
  const result = attempt(() => operation(body, parts, call.faults))
  if (result instanceof Refusal) note(result, path, parts)
  received.retCode = result instanceof Refusal ? result.code : '000000'
  if (await interrupt(call, 'after', parts)) return reply
  if (result instanceof Refusal) send(call, businessNo(result, body, parts.dialect.current), parts)
  else if (result.silent) hang(call)
  else send(call, yes(result.data, result.form), parts)
  return reply
}

function authenticate(request: FastifyRequest, path: string, parts: Parts): Record<string, unknown> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  checkSender({ method: request.method, path, headers: request.headers, body: bytes }, parts)
  const body = parseBody(bytes)
  checkMerchant(body, parts)
  return body
}

function receivedAs(
  { path, transId }: FaultSubject,
  body: Record<string, unknown>,
  at: number,
): ReceivedRequest {
  return { at, path, ...(transId !== undefined && { transId }), retCode: '', body }
}

// A refusal is an answer too, so that faults can strike after it.
function attempt(run: () => Answer): Answer | Refusal {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Refusals before the operation, bodies that are too large or no JSON, and the emulator's own mistakes. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply, parts: Parts): void {
  const path = pathOf(request)
  const refusal = error instanceof Refusal ? error : ownRefusal(error)
  note(refusal, path, parts)
  if (refusal.status >= 500) request.log.error(error)
  send({ reply, path, faults: [] }, no(refusal), parts)
}

function ownRefusal(error: FastifyError): Refusal {
  return (error.statusCode ?? 500) < 500
    ? new Refusal(INVALID_REQUEST, 'body must be JSON of a reasonable size', 400)
    : new Refusal('999999', 'System exception', 500)
}

function count(path: string, parts: Parts): void {
  parts.state.requests.set(path, (parts.state.requests.get(path) ?? 0) + 1)
}

function note(refusal: Refusal, path: string, parts: Parts): void {
  parts.state.rejected.push({ path, code: refusal.code, message: refusal.message })
}

// Both known signers leave the query string out.
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url
}
