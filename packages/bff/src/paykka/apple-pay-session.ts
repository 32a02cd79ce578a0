/** Asks PayKKa for Apple Pay merchant sessions: send and judge, joined. No money moves. */
import type { PaykkaConfig } from '../config/config.ts'
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
import { isRecord } from './values.ts'
import { PATHS } from './wire.ts'

/**
 * @param now Unix milliseconds
 * @param clock told the time that each answer shows
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

/** A first try without an answer for so long gets a second one beside it. Milliseconds. */
const SECOND_TRY_MS = 6_000
/** The page gives all its tries 24 s, since Apple closes a sheet after 30; one request has to end within that. */
const BUDGET_MS = 20_000

/** No money moves, and a session costs nothing until a sheet uses it: so a second try never does harm. */
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

/** The first that PayKKa answered; where it answered none, the last one's failure. */
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

/** Apple's sessions have some 4 kB. */
const MAX_BYTES = 65_536

/**
 * PayKKa documents a bare JSON string. The session is taken as text or as an object, bare, in an envelope, or as plain text.
 * @returns the session as the object that Apple's API takes
 */
export function readMerchantSession(response: RawResponse, lists: CodeLists): MerchantSessionAnswer {
  const { status, signature, body } = response
  const gate = readGate(response)
  if (gate) return gate
  const given = status === 200 && signature !== 'invalid' && isText(response) ? parseJson(body) : undefined
  if (given === undefined || hasEnvelope(given)) return readInEnvelope(response, lists)
  return readSession(given, body.length, lists)
}

/** No money moves, so the gate before the payment system is believed unsigned, too: it only says why no sheet opens. */
function readGate({ status, signature, headers }: RawResponse): MerchantSessionAnswer | null {
  if (signature === 'valid') return null
  if (status === 429) return { kind: 'busy', ...retryAfter(headers) }
  return GATE.has(status) ? { kind: 'refused', gatewayCode: `http_${status}` } : null
}

/** An answer that a gate or a proxy writes for people is none. */
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

/** How deep a session may lie: a text within a text, or under a member whose name is not documented. */
const MAX_DEPTH = 4

function findSession(given: unknown, depth = 0): Record<string, unknown> | undefined {
  if (depth === MAX_DEPTH) return undefined
  if (typeof given === 'string') return findSession(parseJson(Buffer.from(given)), depth + 1)
  if (!isRecord(given)) return undefined
  if (isSession(given)) return given
  const inner = Object.values(given)
  return inner.length === 1 ? findSession(inner[0], depth + 1) : undefined
}

/** Apple calls it opaque, and nothing in it is judged; but without both of these it is something else. */
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
