/** Apple's merchant session, requested from the BFF for each sheet. */
import { call, timed } from '../../../checkout/bff-client.ts'
import type { ProblemCode } from '../../../checkout/wire.ts'
import type { MethodContext } from '../../pay-method.ts'
import { withTimeout } from '../with-timeout.ts'

/** The session, or the code that support needs to find the refusal. */
export type MerchantSession =
  | { session: object }
  | { session: null; code: ProblemCode | null; supportCode: string | null }

/** Apple closes a sheet silently when validation takes 30 s. All tries together end before that. Milliseconds. */
export const VALIDATION_MS = 24_000
/** When the first try takes longer than this, a second one starts beside it. Milliseconds. */
export const SECOND_TRY_MS = 10_000

/** Codes after which another try may succeed. */
const PASSING = /unreachable|busy|not_ready|internal/

/**
 * Asks the BFF for Apple's merchant session, at most twice, for this sheet only. Its content is opaque.
 * @returns the first session; otherwise the reason why there is none, or `null` after the time limit
 */
export async function merchantSession(context: MethodContext): Promise<MerchantSession | null> {
  const over = new AbortController()
  const both = twice(context, () => fetchSession(context, timed(over.signal, VALIDATION_MS)))
  const answer = await withTimeout(VALIDATION_MS, context, both)
  over.abort()
  return answer
}

/** An unused session has no effect, so a slow first try continues beside the second. */
async function twice(
  context: MethodContext,
  fetchOne: () => Promise<MerchantSession>,
): Promise<MerchantSession> {
  const first = fetchOne()
  const early = await withTimeout(SECOND_TRY_MS, context, first)
  if (early && isFinal(early)) return early
  const second = fetchOne()
  return await Promise.any([first, second].map(sessionOf)).catch(() => second)
}

const sessionOf = async (asked: Promise<MerchantSession>): Promise<MerchantSession> => {
  const answer = await asked
  if (!answer.session) throw new TypeError('no session')
  return answer
}

const isFinal = (answer: MerchantSession) =>
  answer.session !== null || (answer.code !== null && !PASSING.test(answer.code))

async function fetchSession(
  { environment, access }: MethodContext,
  signal: AbortSignal,
): Promise<MerchantSession> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const answer = await call(environment, access, '/apple-pay-session', init, signal, readSession)
  if (answer.kind === 'ok') return { session: answer.value }
  const problem = answer.kind === 'problem' ? answer.problem : null
  return { session: null, code: problem?.code ?? null, supportCode: problem?.requestId ?? null }
}

/** Apple's API takes an object; PayKKa answers with JSON text. */
function readSession(body: unknown): object | null {
  const given = (body as { merchantSession?: unknown } | null)?.merchantSession
  if (typeof given === 'object') return given
  try {
    const parsed: unknown = JSON.parse(String(given))
    return typeof parsed === 'object' ? parsed : null
  } catch {
    return null
  }
}
