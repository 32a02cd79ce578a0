/** The gateway's possible failures (A-03 … A-15), as data: the fault, and the shopper's first answer. */
import type { Fault } from '@paykka-checkout/emulator'

/**
 * - `paid`: the answer can be believed, the shopper hears it at once
 * - `found`: the charge happened, the answer proves nothing; a query finds it
 * - `held`: nothing was charged and nothing proves it; for ten minutes no other attempt may start
 * - `free`: provably not executed; another attempt may start at once
 */
export type Outcome = 'paid' | 'found' | 'held' | 'free'

export type FaultCase = { id: string; title: string; faults: Fault[]; outcome: Outcome }

const one = (id: string, title: string, outcome: Outcome, ...faults: Fault[]): FaultCase => ({
  id,
  title,
  faults,
  outcome,
})

const BUSY = { ret_code: '429', ret_msg: 'Too many requests' }
const PAGE = '<!doctype html><title>Request blocked</title>'
const SYSTEM_ERROR = { ret_code: '999999', ret_msg: 'System exception' }
/** Longer than the time limit of every deployment that plays these. */
const LONG_MS = 4500

const serverErrors = [500, 502, 503, 504].flatMap((status) => [
  one('A-06', `HTTP ${status}, charged`, 'found', { type: 'status', status, when: 'after' }),
  one('A-06', `HTTP ${status}, not charged`, 'held', { type: 'status', status, when: 'before' }),
])

/** What a firewall or a proxy in between sends: nobody signed it. */
const firewalls = [401, 403, 404, 429].flatMap((status) => [
  one('A-15', `unsigned ${status}, charged`, 'found', { type: 'status', status, body: PAGE, when: 'after' }),
  one('A-15', `unsigned ${status}, not charged`, 'held', {
    type: 'status',
    status,
    body: PAGE,
    when: 'before',
  }),
])

const signatures = (['bad', 'missing', 'other-key', 'stale'] as const).map((kind) =>
  one('A-10', `answer signed: ${kind}`, 'found', { type: 'signature', kind, ms: 3_600_000 }),
)

const garbage = (['html', 'empty', 'truncated'] as const).map((kind) =>
  one(kind === 'truncated' ? 'A-05' : 'A-15', `answer is ${kind}`, 'found', { type: 'garbage', kind }),
)

export const FAULT_CASES: FaultCase[] = [
  one('A-03', 'gateway dies before it charges', 'held', { type: 'hang', when: 'before' }),
  one('A-04', 'charged, then no answer', 'found', { type: 'hang', when: 'after' }),
  one('A-05', 'reset in the middle of the answer', 'found', { type: 'reset', when: 'mid-body' }),
  ...serverErrors,
  one('A-06', '999999, charged', 'found', { type: 'status', status: 200, body: SYSTEM_ERROR, when: 'after' }),
  one('A-06', '999999, not charged', 'held', {
    type: 'status',
    status: 200,
    body: SYSTEM_ERROR,
    when: 'before',
  }),
  one('A-07', 'charged seconds after the first “not found”', 'found', {
    type: 'delay',
    ms: LONG_MS,
    when: 'before',
  }),
  one('A-09', 'socket reset on reuse, charged', 'found', { type: 'reset', when: 'after' }),
  one('A-09', 'socket reset on reuse, not charged', 'held', { type: 'reset', when: 'before' }),
  ...signatures,
  one('A-10', 'an old answer replayed', 'found', { type: 'replay' }),
  one('A-11', 'answer about another trans_id', 'found', { type: 'answer', transId: 'ANOTHER' }),
  one('A-11', 'answer about another amount', 'found', { type: 'answer', amount: 1 }),
  one('A-11', 'answer about another currency', 'found', { type: 'answer', currency: 'USD' }),
  one('A-11', 'answer about another merchant', 'found', { type: 'answer', merchantId: '10000000000001' }),
  one('A-13', '429 with Retry-After', 'free', { type: 'status', status: 429, body: BUSY, retryAfter: 1 }),
  one('A-13', '429 without Retry-After', 'free', { type: 'status', status: 429, body: BUSY }),
  one('A-13', '429, back in a day', 'free', {
    type: 'status',
    status: 429,
    body: BUSY,
    retryAfter: 86_400,
  }),
  one('A-13', '429, back at a date', 'free', {
    type: 'status',
    status: 429,
    body: BUSY,
    retryAfter: 'Wed, 21 Oct 2099 07:28:00 GMT',
  }),
  ...firewalls,
  one('A-14', 'answer after the deadline', 'found', { type: 'delay', ms: LONG_MS, when: 'after' }),
  one('A-14', 'answer one byte at a time', 'found', { type: 'trickle', ms: 50 }),
  one('A-14', 'answer of 20 MB', 'found', { type: 'garbage', kind: 'oversized', bytes: 20_000_000 }),
  one('A-14', 'gzip bomb', 'found', { type: 'garbage', kind: 'gzip-bomb' }),
  one('A-14', 'redirect, not charged', 'held', {
    type: 'redirect',
    location: 'https://attacker.example/',
    when: 'before',
  }),
  one('A-14', 'redirect, charged', 'found', {
    type: 'redirect',
    location: 'https://attacker.example/',
    when: 'after',
  }),
  ...garbage,
  one('A-15', 'byte order mark', 'found', { type: 'garbage', kind: 'bom' }),
  one('A-15', 'keys twice', 'found', { type: 'garbage', kind: 'duplicate-keys' }),
  one('A-15', 'numbers as text', 'paid', { type: 'answer', numbersAsStrings: true }),
  one('A-15', 'a status nobody listed', 'found', { type: 'answer', status: 'MAYBE' }),
  one('A-15', 'a ret_code nobody listed', 'found', { type: 'answer', retCode: '424242' }),
]
