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
import type { Envelope, Outgoing, Written } from './wire.ts'
import { writeAnswer } from './wire.ts'
import type { WrongBody } from './wrong-bodies.ts'
import { spoil } from './wrong-bodies.ts'

/** One call on its way: the reply, the path that is signed, and the faults that strike it. */
export interface Call {
  reply: FastifyReply
  path: string
  faults: readonly Fault[]
}

type StatusFault = Extract<Fault, { type: 'status' }>

const TEN_MINUTES = 600_000
const JSON_TYPE = 'application/json; charset=utf-8'

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

/** Sends an answer with its signature, or what a fault makes of it. */
export function send(call: Call, outgoing: Outgoing, parts: Parts): void {
  const written = render(outgoing, call.faults, parts)
  const { status, body } = written
  const headers = answerHeaders(call, written, parts)
  const trickle = pick(call.faults, 'trickle')
  const garbage = pick(call.faults, 'garbage')
  if (pick(call.faults, 'reset')?.when === 'mid-body') sendHalf(call, status, body, headers)
  else if (trickle !== undefined) sendSlowly(call, status, body, headers, trickle.ms, parts)
  else if (garbage !== undefined) sendWrong(call, written, spoil(body, garbage), parts)
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
    const written = { status: fault.status, type: JSON_TYPE, body: JSON.stringify(fault.body) }
    call.reply
      .code(fault.status)
      .headers(answerHeaders(call, written, parts))
      .send(written.body)
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

function sendRight(call: Call, answer: SentAnswer, parts: Parts): void {
  parts.state.answers.set(call.path, answer)
  call.reply.code(answer.status).headers(answer.headers).send(answer.body)
}

// The first answer of a path has nothing before it to repeat.
function sendAgain(call: Call, answer: SentAnswer, parts: Parts): void {
  const earlier = parts.state.answers.get(call.path) ?? answer
  call.reply.code(earlier.status).headers(earlier.headers).send(earlier.body)
}

function sendWrong(call: Call, right: Written, wrong: WrongBody, parts: Parts): void {
  // A compressed body is signed as the JSON that comes out of it.
  const body = typeof wrong.body === 'string' ? wrong.body : gunzipSync(wrong.body).toString()
  const headers = wrong.signed ? answerHeaders(call, { ...right, body }, parts) : {}
  call.reply.code(wrong.signed ? right.status : 200)
  call.reply.headers({ ...headers, ...wrong.headers }).send(wrong.body)
}

// The promised length is never reached, so the client sees a reset and not a short answer.
function sendHalf(call: Call, status: number, body: string, headers: Record<string, string>): void {
  // Without a body there is no half of it.
  if (body === '') {
    cut(call)
    return
  }
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

function answerHeaders(call: Call, { type, body }: Written, parts: Parts): Record<string, string> {
  const fault = pick(call.faults, 'signature')
  const { answerSignature, signatureEncoding } = parts.dialect.current
  const content: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  if (fault?.kind === 'missing' || answerSignature === 'absent') return content
  const age = fault?.kind === 'stale' ? (fault.ms ?? TEN_MINUTES) : 0
  const key = fault?.kind === 'other-key' ? strangerKey() : parts.platform.current()
  const line =
    answerSignature === 'blank-line' ? { method: '', path: '' } : { method: 'POST', path: call.path }
  const timestamp = String(parts.headerTime() - age)
  const signed = signedHeaders(key, { ...line, timestamp, body }, signatureEncoding)
  return { ...content, ...(fault?.kind === 'bad' ? badSignature(signed) : signed) }
}

function render(outgoing: Outgoing, faults: readonly Fault[], parts: Parts): Written {
  const { current } = parts.dialect
  const fault = pick(faults, 'answer')
  if (fault === undefined) return writeAnswer(outgoing, current)
  const { envelope } = outgoing
  const changed: Envelope = {
    ...envelope,
    ret_code: fault.retCode ?? envelope.ret_code,
    ret_msg: fault.retMsg ?? envelope.ret_msg,
    ...(isRecord(envelope.data) && { data: distort(envelope.data, fault) }),
  }
  const dialect = fault.numbersAsStrings ? { ...current, numbers: 'text' as const } : current
  return writeAnswer({ ...outgoing, envelope: changed }, dialect)
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
