/** Requests Apple Pay merchant sessions from PayKKa: sends and judges. No money moves. */
import type { PaykkaConfig } from '../config/config.ts'
import { isRecord } from '../domain/records.ts'
import type { ProcessClock } from '../process/process-clock.ts'
import { timeout } from '../process/timeouts.ts'
import type { MerchantSessionAnswer, MerchantSessions } from '../wallets/apple-pay/merchant-session.ts'
import type { RawResponse } from './envelope.ts'
import { parseJson, toEnvelope } from './envelope.ts'
import { bytesOf, exchange } from './exchange.ts'
import type { ClientLog } from './paykka-client.ts'
import { createClient } from './paykka-client.ts'
import type { CodeLists, NoAnswer } from './payment-answer.ts'
import { GATE, readInnerRefusal, readYes, retryAfter } from './payment-answer.ts'
import { PATHS } from './wire.ts'

/**
 * @param now Unix milliseconds
 * @param clock receives the time of each answer
 */
export function createMerchantSessions(
  config: PaykkaConfig,
  now: () => number,
  log: ClientLog,
  clock?: Pick<ProcessClock, 'note'>,
): MerchantSessions {
  const client = createClient(config, now, log, clock)
  return {
    create: (domain, displayName) => {
      const members = { domain_name: domain, display_name: displayName }
      return twice(async () => {
        const answer = await exchange(client, {
          path: PATHS.applePaySession,
          body: () => bytesOf({ config, now }, members),
          judge: (response) => readMerchantSession(response, config),
          again: 'never',
        })
        const isUnanswered = answer.kind === 'not_sent' || answer.kind === 'unknown'
        return isUnanswered ? { kind: 'unreachable', reason: answer.reason } : answer
      })
    },
    close: () => client.close(),
  }
}

/** After this time without an answer a second, parallel try starts. Milliseconds. */
const SECOND_TRY_MS = 6_000
/** The page allows 24 s for all tries, since Apple closes a sheet after 30 s; one request must end within that. */
const BUDGET_MS = 20_000

/** No money moves, and an unused session costs nothing, so a second try is harmless. */
async function twice(ask: () => Promise<MerchantSessionAnswer>): Promise<MerchantSessionAnswer> {
  const over = new AbortController()
  const late = timeout(BUDGET_MS, over.signal).then(() => TOO_LATE)
  try {
    const first = ask()
    const early = await Promise.race([first, timeout(SECOND_TRY_MS, over.signal)])
    if (early && early.kind !== 'unreachable') return early
    return await Promise.race([firstAnswer([first, ask()]), late])
  } finally {
    over.abort()
  }
}

const TOO_LATE: MerchantSessionAnswer = { kind: 'unreachable', reason: 'too_late' }

/** The first answer of PayKKa; without any, the failure of the last try. */
async function firstAnswer(asked: Promise<MerchantSessionAnswer>[]): Promise<MerchantSessionAnswer> {
  const answers = asked.map(async (each) => {
    const answer = await each
    if (answer.kind === 'unreachable') throw new UnansweredError(answer)
    return answer
  })
  return await Promise.any(answers).catch(async () => (await asked.at(-1)) ?? TOO_LATE)
}

class UnansweredError extends Error {
  constructor({ reason }: Extract<MerchantSessionAnswer, { kind: 'unreachable' }>) {
    super(reason)
    this.name = 'UnansweredError'
  }
}

/** Apple's sessions are about 4 kB. */
const MAX_BYTES = 65_536

/**
 * PayKKa documents a bare JSON string. The reader also accepts an object, an envelope, and plain text.
 * @returns the session as the object that Apple's API expects
 */
export function readMerchantSession(response: RawResponse, lists: CodeLists): MerchantSessionAnswer {
  const { status, signature, body } = response
  const gate = readGate(response)
  if (gate) return gate
  const given = status === 200 && signature !== 'invalid' && isText(response) ? parseJson(body) : undefined
  if (given === undefined || hasEnvelope(given)) return readInEnvelope(response, lists)
  return readSession(given, body.length, lists)
}

/** No money moves, so an unsigned refusal of PayKKa's API gateway is accepted too: it only explains why no sheet opens. */
function readGate({ status, signature, headers }: RawResponse): MerchantSessionAnswer | null {
  if (signature === 'valid') return null
  if (status === 429) return { kind: 'busy', ...retryAfter(headers) }
  return GATE.has(status) ? { kind: 'refused', gatewayCode: `http_${status}` } : null
}

/** An HTML page of a gateway or proxy is not an answer. */
const isText = ({ headers }: RawResponse) =>
  /^(application\/json|text\/plain)\b/i.test(headers['content-type'] ?? '')

const hasEnvelope = (value: unknown) => isRecord(value) && toEnvelope(value) !== null

function readInEnvelope(response: RawResponse, lists: CodeLists): MerchantSessionAnswer {
  const yes = readYes(response, lists)
  return 'data' in yes ? readSession(yes.data, response.body.length, lists) : withoutSession(yes)
}

function readSession(given: unknown, bytes: number, lists: CodeLists): MerchantSessionAnswer {
  if (bytes > MAX_BYTES) return { kind: 'unreachable', reason: 'session_too_large' }
  const refusal = readInnerRefusal(given, lists)
  if (refusal) return withoutSession(refusal)
  const session = findSession(given)
  return session ? { kind: 'session', session } : { kind: 'unreachable', reason: 'no_session' }
}

/** Maximum nesting of a session: JSON in a string, or under an undocumented member. */
const MAX_DEPTH = 4

function findSession(given: unknown, depth = 0): Record<string, unknown> | undefined {
  if (depth === MAX_DEPTH) return undefined
  if (typeof given === 'string') return findSession(parseJson(Buffer.from(given)), depth + 1)
  if (!isRecord(given)) return undefined
  if (isSession(given)) return given
  const inner = Object.values(given)
  return inner.length === 1 ? findSession(inner[0], depth + 1) : undefined
}

/** Apple calls the session opaque, so nothing in it is judged; but without both of these members it is something else. */
function isSession(value: Record<string, unknown>): boolean {
  if ('ret_code' in value) return false
  return ['merchantSessionIdentifier', 'merchantIdentifier'].some(
    (name) => typeof value[name] === 'string' && value[name] !== '',
  )
}

function withoutSession(answer: NoAnswer): MerchantSessionAnswer {
  if (answer.kind === 'not_found') return { kind: 'refused', gatewayCode: 'not_found' }
  if (answer.kind !== 'refused') return { kind: 'unreachable', reason: answer.reason }
  const { reason, gatewayCode, gatewayMessage, retryAfter } = answer
  if (reason === 'busy') return { kind: 'busy', ...(retryAfter === undefined ? {} : { retryAfter }) }
  return { kind: 'refused', gatewayCode, ...(gatewayMessage === undefined ? {} : { gatewayMessage }) }
}
