/** Checks scripted faults: a typing mistake in a test must be heard, not ignored. */

import type { Check } from './checks.ts'
import { accept, anything, either, flag, integer, isRecord, matching, oneOf, shape, text } from './checks.ts'
import type { FaultRule, FaultType } from './fault-types.ts'
import { invalid } from './refusal.ts'

const ms = integer(0, 86_400_000)
const days = integer(0, 20 * 86_400_000)
const when = oneOf('before', 'after')
const NOTICE_KINDS = [
  'lost',
  'duplicate',
  'late',
  'reorder',
  'bad-signature',
  'other-key',
  'unsigned',
  'stale',
]

const GARBAGE_KINDS = ['html', 'empty', 'truncated', 'bom', 'duplicate-keys', 'oversized', 'gzip-bomb']

const ANSWER_FIELDS = {
  amount: integer(Number.MIN_SAFE_INTEGER),
  currency: text(16),
  transId: text(64),
  orderId: text(64),
  merchantId: text(32),
  status: text(64),
  authenticationUrl: text(4096),
  retCode: text(16),
  retMsg: text(1024),
  numbersAsStrings: flag,
}

const PRIVATE_KEY = /^-----BEGIN PRIVATE KEY-----/

const FAULT_FIELDS: Readonly<Record<FaultType, Check>> = {
  delay: shape({ type: anything, ms }, { when }),
  reset: shape({ type: anything }, { when: oneOf('before', 'after', 'mid-body') }),
  hang: shape({ type: anything }, { when }),
  status: shape(
    { type: anything, status: integer(200, 599) },
    { body: anything, retryAfter: either(text(64, 1), integer(0)), when },
  ),
  redirect: shape({ type: anything, location: text(4096, 1) }, { status: integer(300, 308), when }),
  garbage: shape({ type: anything, kind: oneOf(...GARBAGE_KINDS) }, { bytes: integer(1, 200_000_000) }),
  trickle: shape({ type: anything, ms }),
  replay: shape({ type: anything }),
  signature: shape(
    { type: anything, kind: oneOf('bad', 'missing', 'other-key', 'stale') },
    { ms: integer(-86_400_000, 86_400_000) },
  ),
  answer: shape({ type: anything }, ANSWER_FIELDS),
  'not-found': shape({ type: anything }, { ms }),
  decline: shape(
    { type: anything, errorCode: matching(/^\d{4,6}$/, 'four to six digits') },
    { errorDescription: text(256) },
  ),
  challenge: shape({ type: anything }),
  review: shape({ type: anything, ms: days }),
  payout: shape({ type: anything }, { ms: days }),
  'duplicate-trans-id': shape({ type: anything, mode: oneOf('refuse', 'replay', 'charge') }),
  'clock-skew': shape({ type: anything, ms: integer(-31_536_000_000, 31_536_000_000) }),
  'rotate-key': shape(
    { type: anything },
    { privateKey: matching(PRIVATE_KEY, 'a PKCS#8 private key as PEM') },
  ),
  notice: shape({ type: anything, kind: oneOf(...NOTICE_KINDS) }, { ms, copies: integer(2, 1000) }),
  'return-method': shape({ type: anything, method: oneOf('GET', 'POST') }),
}

const fault: Check = (value, at) => {
  const type = isRecord(value) ? value.type : undefined
  const known = typeof type === 'string' && Object.hasOwn(FAULT_FIELDS, type)
  if (!known) return `${at}.type must be one of ${Object.keys(FAULT_FIELDS).join(', ')}`
  return FAULT_FIELDS[type as FaultType](value, at)
}

const RULE = shape(
  { fault },
  {
    match: shape(
      {},
      {
        path: matching(/^\//, 'a path that starts with /'),
        transId: text(64, 1),
        last4: matching(/^\d{4}$/, 'four digits'),
        nth: integer(1),
      },
    ),
    times: integer(0),
  },
)

/** Reads one rule or several; throws a Refusal that names the wrong field. */
export function readRules(body: unknown): FaultRule[] {
  const rules = Array.isArray(body) ? body : [body]
  if (rules.length === 0) throw invalid('at least one fault rule is required')
  return rules.map((rule) => accept<FaultRule>(RULE, rule))
}
