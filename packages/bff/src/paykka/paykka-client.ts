/** Signs and sends one request to PayKKa. It reports the network's result and does not judge the answer. */
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliDecompress, unzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { Agent, request } from 'undici'
import type { PaykkaConfig } from '../config/config.ts'
import { onceAMinute } from '../process/log-once.ts'
import type { ProcessClock, ShownTimes } from '../process/process-clock.ts'
import { withDeadline } from '../process/timeouts.ts'
import type { RawResponse } from './envelope.ts'
import { SIGNATURE_ALGORITHM, sign, verify } from './signature.ts'
import { HEADERS } from './wire.ts'

/** Proven: nothing was sent. */
export class NotSentError extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(`not sent: ${reason}`)
    this.name = 'NotSentError'
    this.reason = reason
  }
}

/** The request may have arrived, but no answer did. */
export class LostError extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(`no answer: ${reason}`)
    this.name = 'LostError'
    this.reason = reason
  }
}

export type ClientLog = { warn(facts: Record<string, unknown>, message: string): void }

export type PaykkaClient = {
  /**
   * @param body signed and sent unchanged
   * @param sendBefore Unix milliseconds: later it is not signed. PayKKa refuses signatures older than five minutes, so
   * nothing can take effect long after this moment, not even from a process that was suspended in between.
   * @throws NotSentError | LostError
   */
  post(path: string, body: Buffer, sendBefore?: number): Promise<RawResponse>
  /** Aborts every call in flight: its answer is lost. */
  close(): Promise<void>
}

const MAX_RESPONSE_BYTES = 256 * 1024
const CONNECT_MS = 3000
/** PayKKa accepts a request within five minutes of its timestamp; the same limit applies to its answers. */
const MAX_SKEW_MS = 5 * 60_000

/**
 * @param now Unix milliseconds
 * @param clock receives the time of each answer
 */
export function createClient(
  config: PaykkaConfig,
  now: () => number,
  log: ClientLog,
  clock?: Pick<ProcessClock, 'note'>,
): PaykkaClient {
  const isDue = onceAMinute()
  const report = (facts: Record<string, unknown>) =>
    isDue(JSON.stringify(facts)) && log.warn(facts, "PayKKa's answer has no valid signature")
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    connections: 100,
    pipelining: 1,
    // Over HTTP/2 undici repeats a request automatically when the server refuses the stream.
    allowH2: false,
    maxResponseSize: MAX_RESPONSE_BYTES,
    keepAliveTimeout: 30_000,
  })
  return {
    post: async (path, body, sendBefore = Number.POSITIVE_INFINITY) => {
      const signedAt = now()
      if (signedAt >= sendBefore) throw new NotSentError('too_late')
      const response = await exchange(agent, config, path, body, signedAt)
      const genuine = isGenuine(config, path, response)
      const signature = judgeSignature(config, path, response, genuine, now(), report)
      clock?.note(shownTimes(response, genuine))
      return { ...response, signature }
    },
    close: () => agent.destroy(),
  }
}

type Unjudged = Omit<RawResponse, 'signature'>

async function exchange(
  agent: Dispatcher,
  config: PaykkaConfig,
  path: string,
  body: Buffer,
  signedAt: number,
): Promise<Unjudged> {
  const url = new URL(path, config.apiUrl)
  const headers = await signedHeaders(config, url.pathname, body, signedAt)
  try {
    // undici follows no redirects by default, and must not: a redirect would send the card elsewhere.
    return await withDeadline(config.timeoutMs, async (signal) => {
      const response = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal })
      const answered = flatten(response.headers)
      const bytes = await decoded(answered['content-encoding'], await response.body.arrayBuffer())
      return { status: response.statusCode, headers: answered, body: bytes }
    })
  } catch (error) {
    throw classify(error)
  }
}

async function signedHeaders(
  config: PaykkaConfig,
  path: string,
  body: Buffer,
  now: number,
): Promise<Record<string, string>> {
  const timestamp = String(now)
  const nonce = randomBytes(16).toString('hex')
  return {
    'content-type': 'application/json',
    // The signature covers the uncompressed bytes.
    'accept-encoding': 'identity',
    [HEADERS.appId]: config.appId,
    [HEADERS.timestamp]: timestamp,
    [HEADERS.nonce]: nonce,
    [HEADERS.signAlgorithm]: SIGNATURE_ALGORITHM,
    [HEADERS.sign]: await sign(
      { method: 'POST', path, timestamp, nonce, body },
      config.keys.current().privateKey,
    ),
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

const unzipped = promisify(unzip)
const unbrotlied = promisify(brotliDecompress)
const BOUND = { maxOutputLength: MAX_RESPONSE_BYTES }

/**
 * A proxy in between may compress the answer although the request asks for `identity`.
 * @throws LostError when the content is too large, damaged, or in another encoding
 */
async function decoded(encoding: string | undefined, bytes: ArrayBuffer): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return new Uint8Array(bytes)
  try {
    if (/^(x-)?gzip$|^deflate$/.test(name)) return await unzipped(bytes, BOUND)
    if (name === 'br') return await unbrotlied(bytes, BOUND)
  } catch {
    throw new LostError('undecodable_answer')
  }
  throw new LostError('unknown_encoding')
}

type NetworkError = { code?: string; syscall?: string; errors?: NetworkError[]; name?: string }

/** A reset on a reused socket proves nothing (RFC 9110 §9.2.2), so it does not count as unsent. */
function classify(error: unknown): NotSentError | LostError {
  if (error instanceof LostError) return error
  const failure = error as NetworkError
  if (failure.name === 'TimeoutError') return new LostError('timeout')
  const first = failure.errors?.[0] ?? failure
  const code = String(first.code ?? failure.code ?? failure.name)
  const unconnected = first.syscall === 'connect' || first.syscall === 'getaddrinfo'
  const unsent = unconnected || code === 'UND_ERR_CONNECT_TIMEOUT' || isTlsFailure(code)
  return unsent ? new NotSentError(code) : new LostError(code)
}

function isTlsFailure(code: string): boolean {
  return /^(CERT_|ERR_TLS_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_SSL_(WRONG_VERSION|PACKET_LENGTH|\w*HANDSHAKE_FAILURE|UNSUPPORTED_PROTOCOL))/.test(
    code,
  )
}

/** PayKKa does not document what its response signature covers; this follows its request rule. */
function isGenuine(config: PaykkaConfig, path: string, { headers, body }: Unjudged): boolean {
  const timestamp = headers[HEADERS.timestamp] ?? ''
  const nonce = headers[HEADERS.nonce] ?? ''
  const parts = { method: 'POST', path, timestamp, nonce, body }
  return verify(parts, headers[HEADERS.sign] ?? '', config.keys.current().platformKeys)
}

function shownTimes({ headers }: Unjudged, signed: boolean): ShownTimes {
  return { stamp: Number(headers[HEADERS.timestamp]), date: Date.parse(headers.date ?? ''), signed }
}

function judgeSignature(
  config: PaykkaConfig,
  path: string,
  response: Unjudged,
  genuine: boolean,
  now: number,
  report: (facts: Record<string, unknown>) => void,
): RawResponse['signature'] {
  if (config.responseSignature === 'off') return 'unchecked'
  const fresh = Math.abs(now - Number(response.headers[HEADERS.timestamp])) <= MAX_SKEW_MS
  if (fresh && genuine) return 'valid'
  const signed = (response.headers[HEADERS.sign] ?? '') !== ''
  report({ path, status: response.status, signed, fresh })
  return config.responseSignature === 'enforce' ? 'invalid' : 'unchecked'
}
