/** Sends PayKKa's answers: signed, unless a scripted fault spoils them on the way. */

import type { ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { FastifyReply } from 'fastify'
import { isRecord } from './checks.ts'
import type { Fault, Moment } from './fault-types.ts'
import { pick } from './faults.ts'
import { badSignature, strangerKey } from './forgeries.ts'
import type { Parts } from './parts.ts'
import { signedHeaders } from './signing.ts'
import type { SentAnswer } from './state.ts'
import type { WrongBody } from './wrong-bodies.ts'
import { spoil } from './wrong-bodies.ts'

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
export function send(call: Call, status: number, envelope: Envelope, parts: Parts): void {
  const body = render(envelope, call.faults)
  const headers = answerHeaders(call, body, parts)
  const trickle = pick(call.faults, 'trickle')
  const garbage = pick(call.faults, 'garbage')
  if (pick(call.faults, 'reset')?.when === 'mid-body') sendHalf(call, status, body, headers)
  else if (trickle !== undefined) sendSlowly(call, status, body, headers, trickle.ms, parts)
  else if (garbage !== undefined) sendWrong(call, status, spoil(body, garbage), parts)
  else if (pick(call.faults, 'replay') !== undefined) sendAgain(call, { status, headers, body }, parts)
  else sendRight(call, { status, headers, body }, parts)
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

function sendRight(call: Call, answer: SentAnswer, parts: Parts): void {
  parts.state.answers.set(call.path, answer)
  call.reply.code(answer.status).headers(answer.headers).send(answer.body)
}

// The first answer of a path has nothing before it to repeat.
function sendAgain(call: Call, answer: SentAnswer, parts: Parts): void {
  const earlier = parts.state.answers.get(call.path) ?? answer
  call.reply.code(earlier.status).headers(earlier.headers).send(earlier.body)
}

function sendWrong(call: Call, status: number, wrong: WrongBody, parts: Parts): void {
  // A compressed body is signed as the JSON that comes out of it.
  const text = typeof wrong.body === 'string' ? wrong.body : gunzipSync(wrong.body).toString()
  const headers = wrong.signed ? answerHeaders(call, text, parts) : {}
  call.reply.code(wrong.signed ? status : 200)
  call.reply.headers({ ...headers, ...wrong.headers }).send(wrong.body)
}

// The promised length is never reached, so the client sees a reset and not a short answer.
function sendHalf(call: Call, status: number, body: string, headers: Record<string, string>): void {
  const raw = startRaw(call, status, body, headers)
  raw.write(body.slice(0, body.length / 2), () => raw.destroy())
}

function sendSlowly(
  call: Call,
  status: number,
  body: string,
  headers: Record<string, string>,
  ms: number,
  parts: Parts,
): void {
  const raw = startRaw(call, status, body, headers)
  const bytes = Buffer.from(body)
  const next = (at: number) => {
    if (raw.destroyed) return
    raw.write(bytes.subarray(at, at + 1))
    if (at + 1 < bytes.length) parts.timers.after(ms, () => next(at + 1))
    else raw.end()
  }
  next(0)
}

function startRaw(call: Call, status: number, body: string, headers: Record<string, string>): ServerResponse {
  call.reply.hijack()
  return call.reply.raw.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
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
