/** Explains why a database cannot be opened, and the fix, for the operator. */

type Failure = { code?: string; message?: string }

const CERTIFICATE =
  "the server's certificate was signed by nobody this machine knows: name its root certificate with sslrootcert=<file>, or take a certificate of a public authority"

/** Codes of Node and of PostgreSQL (appendix A of its manual). */
const BY_CODE: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: check host and port, and that the server runs',
  ENOTFOUND: 'no such host name: check it, and the DNS of this machine',
  EAI_AGAIN: 'the host name cannot be looked up now: check the DNS of this machine',
  ETIMEDOUT: 'no answer: check host, port and firewalls',
  EHOSTUNREACH: 'the network knows no way there: check host and firewalls',
  ENETUNREACH: 'the network knows no way there: check host and firewalls',
  ECONNRESET: 'the server hung up: check that it is PostgreSQL, and what its log says',
  '28P01': 'wrong user or password',
  '28000':
    'the server lets this user not in from here: check pg_hba.conf, and whether it wants TLS (sslmode=verify-full)',
  '3D000': 'there is no such database: create it, or check the name at the end of the address',
  '53300': 'the server has no connection left: raise max_connections, or put a pooler before it',
  '57P03': 'the server is starting or stopping: try again in a moment',
  '42501':
    'this user may not do that: make it the owner of the database, or grant it create and usage on the schema',
  '08P01': 'the server, or a pooler before it, does not take how we connect',
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: "the server's certificate has expired: renew it",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name: connect by a name in it",
}

/** Messages of `pg` without a code. */
const BY_MESSAGE: [RegExp, string][] = [
  [
    /does not support SSL/,
    'the server speaks no TLS: turn it on there, or take sslmode=disable inside one machine',
  ],
  [/password must be a string/, 'the server asks for a password, and the address has none'],
  [
    /timeout (expired|exceeded)|Connection terminated due to connection timeout/,
    'no answer in time: check host, port and firewalls',
  ],
  [
    /Connection terminated unexpectedly/,
    'the server hung up: check that it is PostgreSQL, and what its log says',
  ],
]

/** @returns one line that names the variable and the fix; null for other errors */
export function describeConnectionError(error: unknown): string | null {
  const { code = '', message = '' } = (error ?? {}) as Failure
  const words = BY_CODE[code] ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
  if (words === undefined) return null
  const said = /^[0-9A-Z]{5}$/.test(code) ? ` (PostgreSQL says: ${message})` : ''
  return `DATABASE_URL: ${words}${said}`
}
