/** Apple’s merchant session, fetched from the BFF anew for every sheet. */
import { call } from '../bff-client.ts'
import type { MethodContext } from '../methods/pay-method.ts'
import type { ProblemCode } from '../wire.ts'

/** The session, or the code support finds the refusal by. */
export type MerchantSession =
  | { session: object }
  | { session: null; code: ProblemCode | null; supportCode: string | null }

/** Asks the BFF for Apple’s merchant session, one for this sheet. It is opaque here. */
export async function merchantSession({ environment, access }: MethodContext): Promise<MerchantSession> {
  const { signal } = new AbortController()
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
