/** Why an address could not be asked, in words beside the code of the system. */

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it hung up',
  UND_ERR_SOCKET: 'it hung up',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'the network knows no way there',
  ENETUNREACH: 'the network knows no way there',
  ETIMEDOUT: 'no answer',
  UND_ERR_CONNECT_TIMEOUT: 'no answer',
  TimeoutError: 'no answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody this machine knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate lacks the one between',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS: is it http?',
  EPROTO: 'it speaks no TLS: is it http?',
}

/** @returns for example `nothing listens there, ECONNREFUSED` */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const words = WORDS[code]
  return words === undefined ? code : `${words}, ${code}`
}

type Hidden = { cause: unknown; code: string; name: string; message: string; errors: unknown[] }

/** `fetch` hides the cause, and a name with several addresses has one error for each. */
function codeOf(error: unknown): string {
  const { cause, code, name = 'error', message, errors } = (error ?? {}) as Partial<Hidden>
  if (cause !== undefined) return codeOf(cause)
  if (code === undefined && errors?.length) return codeOf(errors[0])
  return code ?? (name === 'Error' && message ? message : name)
}
