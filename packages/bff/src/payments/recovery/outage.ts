/** Why the gateway gives no answer, and what an operator can do about it. Pure. */
import type { GatewayAnswer } from '../gateway.ts'

type Outage = { reason: string; cause: string; cure: string }

/**
 * Matched against the reason for the missing answer; the first match applies. Source of the codes: Node.js "Errors",
 * OpenSSL, undici.
 */
const OUTAGES: [RegExp, cause: string, cure: string][] = [
  [
    /^CERT_HAS_EXPIRED$/,
    'its certificate has expired',
    "Compare this machine's clock with the true time; when it is right, PayKKa must renew the certificate.",
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    'its certificate is not valid yet',
    "Compare this machine's clock with the true time.",
  ],
  [
    /^(CERT_|ERR_TLS_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_SSL_)/,
    'its certificate is not trusted',
    'A proxy in between may decrypt the connection: exempt PayKKa from it, or add its authority to NODE_EXTRA_CA_CERTS.',
  ],
  [/^(ENOTFOUND|EAI_)/, 'its name has no address', 'Check DNS on this machine, and PAYKKA_API_URL.'],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|UND_ERR_CONNECT_TIMEOUT)$/,
    'no connection can be opened',
    'Let this machine open https connections to PAYKKA_API_URL: the BFF uses no egress proxy.',
  ],
  [
    /^bad_signature$/,
    'answers are not signed by the configured key',
    "Check PAYKKA_PLATFORM_PUBLIC_KEY, this machine's clock, and whether a firewall answers in PayKKa's place.",
  ],
  [
    /^unsigned_http_/,
    'errors arrive without its valid signature',
    "A firewall or a proxy in between answers, or the clocks differ: let connections to PAYKKA_API_URL pass untouched, and compare this machine's clock.",
  ],
  [
    /^configuration$/,
    'it refuses what this BFF sends',
    "Check PAYKKA_APP_ID, PAYKKA_MERCHANT_ID, PAYKKA_PRIVATE_KEY, this machine's clock, and the addresses that PayKKa allows.",
  ],
  [/^busy$/, 'it takes no more requests (429)', 'Ask PayKKa for a higher limit if this goes on.'],
  [/^http_/, 'it answers with errors', "See PayKKa's status page, or ask their support."],
  [
    /^(timeout|ECONN|EPIPE|ETIMEDOUT|UND_ERR_(?!RES))/,
    'requests get no answer',
    "See PayKKa's status page, then the network on the way.",
  ],
]

const OTHERWISE = [
  'its answers cannot be used',
  "Run paykka-bff doctor, and show PayKKa's support the reason.",
] as const

/** @param answer one that counts as no answer */
export function explainOutage(answer: GatewayAnswer): Outage {
  const reason = 'reason' in answer ? answer.reason : answer.kind
  const [, cause = OTHERWISE[0], cure = OTHERWISE[1]] = OUTAGES.find(([which]) => which.test(reason)) ?? []
  return { reason, cause, cure }
}
