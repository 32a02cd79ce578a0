/** Apple’s merchant session, fetched from the BFF anew for every sheet. */
import { call, timed } from '../../../checkout/bff-client.ts'
import type { ProblemCode } from '../../../checkout/wire.ts'
import type { MethodContext } from '../../pay-method.ts'
import { within } from '../within.ts'

/** The session, or the code support finds the refusal by. */
export type MerchantSession =
  | { session: object }
  | { session: null; code: ProblemCode | null; supportCode: string | null }

/** Apple closes a sheet without a word when validation takes 30 s. All tries together end before that. Milliseconds. */
export const VALIDATION_MS = 24_000
/** A first try without an answer for so long gets a second one beside it. Milliseconds. */
export const SECOND_TRY_MS = 10_000

/** Answers that another try may change. */
const PASSING = /unreachable|busy|not_ready|internal/

/**
 * Asks the BFF for Apple’s merchant session, twice at most, for this sheet alone. It is opaque here.
 * @returns the first session; else why there is none, or `null` when the time is over
 */
export async function merchantSession(context: MethodContext): Promise<MerchantSession | null> {
  const over = new AbortController()
  const both = twice(context, () => fetchSession(context, timed(over.signal, VALIDATION_MS)))
  const answer = await within(VALIDATION_MS, context, both)
  over.abort()
  return answer
}

/** A session costs nothing until a sheet uses it, so a late first try goes on beside the second. */
async function twice(
  context: MethodContext,
  fetchOne: () => Promise<MerchantSession>,
): Promise<MerchantSession> {
  const first = fetchOne()
  const early = await within(SECOND_TRY_MS, context, first)
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

/** Apple’s API takes an object; PayKKa answers with the text of one. */
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
