/** Sends PayKKa's answers: signed, unless a scripted fault spoils them on the way. */

import type { FastifyReply } from 'fastify'
import { isRecord } from './checks.ts'
import type { Fault, Moment } from './fault-types.ts'
import { pick } from './faults.ts'
import { badSignature, strangerKey } from './forgeries.ts'
import type { Parts } from './parts.ts'
import { signedHeaders } from './signing.ts'

/** `{ ret_code, ret_msg, data }`. */
export interface Envelope {
  ret_code: string
  ret_msg: string
  data?: unknown
}

/** One call on its way: the reply, the path that is signed, and the faults that strike it. */
export interface Call {
  reply: FastifyReply
  path: string
  faults: readonly Fault[]
}

type StatusFault = Extract<Fault, { type: 'status' }>

const TEN_MINUTES = 600_000
const OVERSIZED_BYTES = 1_048_576

/** Plays the faults of one moment; true when the call has been answered, cut or left hanging. */
export async function interrupt(call: Call, moment: Moment, parts: Parts): Promise<boolean> {
  for (const fault of call.faults) {
    if (fault.type === 'delay' && at(fault, 'before') === moment) await parts.timers.wait(fault.ms)
    else if (fault.type === 'reset' && at(fault, 'before') === moment) return cut(call)
    else if (fault.type === 'hang' && at(fault, 'before') === moment) return hang(call)
    else if (fault.type === 'status' && at(fault, 'before') === moment) return sendStatus(call, fault, parts)
    else if (fault.type === 'redirect' && at(fault, 'before') === moment)
      return sendPlain(call, fault.status ?? 302, '', { location: fault.location })
  }
  return false
}

/** Sends an envelope with its signature, or what a fault makes of it. */
export async function send(call: Call, status: number, envelope: Envelope, parts: Parts): Promise<void> {
  const body = render(envelope, call.faults)
  const garbage = pick(call.faults, 'garbage')
  if (pick(call.faults, 'reset')?.when === 'mid-body') sendHalf(call, status, body, parts)
  else if (garbage?.kind === 'html')
    sendPlain(call, 200, '<!doctype html><title>Bad gateway</title>', { 'content-type': 'text/html' })
  else if (garbage?.kind === 'empty') sendPlain(call, 200, '', {})
  else if (garbage?.kind === 'truncated') sendSigned(call, status, body.slice(0, body.length / 2), parts)
  else if (garbage?.kind === 'oversized')
    sendSigned(call, status, body.padEnd(garbage.bytes ?? OVERSIZED_BYTES), parts)
  else sendSigned(call, status, body, parts)
}

/** Leaves the connection open without an answer, until the client goes. */
export function hang(call: Call): true {
  call.reply.hijack()
  return true
}

function cut(call: Call): true {
  call.reply.hijack()
  call.reply.raw.destroy()
  return true
}

function sendStatus(call: Call, fault: StatusFault, parts: Parts): true {
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  if (isRecord(fault.body)) {
    call.reply.headers(headers)
    sendSigned(call, fault.status, JSON.stringify(fault.body), parts)
    return true
  }
  return sendPlain(call, fault.status, typeof fault.body === 'string' ? fault.body : '', headers)
}

function sendPlain(call: Call, status: number, body: string, headers: Record<string, string>): true {
  call.reply
    .code(status)
    .headers({ 'content-type': 'text/plain', ...headers })
    .send(body)
  return true
}

function sendSigned(call: Call, status: number, body: string, parts: Parts): void {
  call.reply
    .code(status)
    .headers(answerHeaders(call, body, parts))
    .send(body)
}

// The promised length is never reached, so the client sees a reset and not a short answer.
function sendHalf(call: Call, status: number, body: string, parts: Parts): void {
  const length = String(Buffer.byteLength(body))
  call.reply.hijack()
  const { raw } = call.reply
  raw.writeHead(status, { ...answerHeaders(call, body, parts), 'content-length': length })
  raw.write(body.slice(0, body.length / 2), () => raw.destroy())
}

function answerHeaders(call: Call, body: string, parts: Parts): Record<string, string> {
  const fault = pick(call.faults, 'signature')
  const type = { 'content-type': 'application/json; charset=utf-8' }
  if (fault?.kind === 'missing') return type
  const age = fault?.kind === 'stale' ? (fault.ms ?? TEN_MINUTES) : 0
  const key = fault?.kind === 'other-key' ? strangerKey() : parts.platform.current()
  const timestamp = String(parts.now() - age)
  const signed = signedHeaders(key, { method: 'POST', path: call.path, timestamp, body })
  return { ...type, ...(fault?.kind === 'bad' ? badSignature(signed) : signed) }
}

function render(envelope: Envelope, faults: readonly Fault[]): string {
  const fault = pick(faults, 'answer')
  if (fault === undefined) return JSON.stringify(envelope)
  const code = { ret_code: fault.retCode ?? envelope.ret_code, ret_msg: fault.retMsg ?? envelope.ret_msg }
  const changed = isRecord(envelope.data)
    ? { ...envelope, ...code, data: distort(envelope.data, fault) }
    : { ...envelope, ...code }
  return JSON.stringify(changed, (_, value: unknown) =>
    fault.numbersAsStrings && typeof value === 'number' ? String(value) : value,
  )
}

function distort(
  data: Record<string, unknown>,
  fault: Extract<Fault, { type: 'answer' }>,
): Record<string, unknown> {
  const wrong = {
    amount: fault.amount,
    currency: fault.currency,
    trans_id: fault.transId,
    order_id: fault.orderId,
    merchant_id: fault.merchantId,
    status: fault.status,
    authentication_result:
      fault.authenticationUrl === undefined ? undefined : { authentication_url: fault.authenticationUrl },
  }
  return { ...data, ...Object.fromEntries(Object.entries(wrong).filter(([, value]) => value !== undefined)) }
}

function at<T extends string>(fault: { when?: T }, usual: T): T {
  return fault.when ?? usual
}
