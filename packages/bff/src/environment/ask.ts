/** Requests to addresses that a check wants to see, and why one got no answer. */
import { Agent, fetch } from 'undici'

export type Question = {
  method?: string
  headers?: Record<string, string>
  body?: string
  redirect?: 'manual'
}

export type Answer = {
  status: number
  ok: boolean
  headers: { get(name: string): string | null }
  text(): Promise<string>
  json(): Promise<unknown>
  arrayBuffer(): Promise<ArrayBuffer>
}

export type Ask = (url: URL, question?: Question) => Promise<Answer>

const TIMEOUT_MS = 10_000
/** Uses no proxy of the environment, as the BFF does not either. */
const direct = new Agent()

/** Sends a request the way the BFF does, with a timeout of ten seconds. */
export const askDirectly: Ask = (url, question) =>
  fetch(url, { ...question, dispatcher: direct, signal: AbortSignal.timeout(TIMEOUT_MS) })

/** @returns the answer, or the reason why there is none */
export async function answerOrReason(run: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await run()
  } catch (error) {
    return reasonOf(error)
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'the network has no route there',
  ENETUNREACH: 'the network has no route there',
  ETIMEDOUT: 'no answer',
  UND_ERR_CONNECT_TIMEOUT: 'no answer',
  TimeoutError: 'no answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority this machine does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its intermediate certificate is missing',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: is it http?',
  EPROTO: 'it does not speak TLS: is it http?',
}

/** @returns for example `nothing listens there, ECONNREFUSED` */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const words = REASONS[code]
  return words === undefined ? code : `${words}, ${code}`
}

type Hidden = { cause: unknown; code: string; name: string; message: string; errors: unknown[] }

/** `fetch` hides the cause, and a host name with several addresses has one error for each. */
function codeOf(error: unknown): string {
  const { cause, code, name = 'error', message, errors } = (error ?? {}) as Partial<Hidden>
  if (cause !== undefined) return codeOf(cause)
  if (code === undefined && errors?.length) return codeOf(errors[0])
  return code ?? (name === 'Error' && message ? message : name)
}
