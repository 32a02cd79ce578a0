/** Named situations for developers: each is a set of faults and dialect readings, and lasts until the next one. */

import { oneOf } from './checks.ts'
import type { Dialect } from './dialects.ts'
import { DIALECTS, readDialect } from './dialects.ts'
import { raiseDispute } from './disputes.ts'
import type { FaultRule } from './fault-types.ts'
import type { Order } from './order.ts'
import type { Parts } from './parts.ts'
import { invalid, notFound } from './refusal.ts'

/** One row of the table. */
interface Scenario {
  about: string
  faults?: readonly FaultRule[]
  dialect?: Partial<Dialect>
  /** What happens once, when the scenario begins. */
  act?: (parts: Parts) => void
}

const PURCHASE = '/v3/payment/acq'
const always = (fault: FaultRule['fault'], path?: string): FaultRule => ({
  times: 0,
  fault,
  ...(path !== undefined && { match: { path } }),
})
const declined = (errorCode: string, errorDescription: string) => [
  always({ type: 'decline', errorCode, errorDescription }, PURCHASE),
]

/** The table. The codes of declines are those of the test cards. */
export const SCENARIOS = {
  normal: { about: 'no faults, the documented answers' },
  declined: { about: 'every purchase is declined: do not honor', faults: declined('3005', 'Do not honor') },
  'insufficient-funds': {
    about: 'every purchase is declined: insufficient funds',
    faults: declined('3051', 'Insufficient funds'),
  },
  'expired-card': {
    about: 'every purchase is declined: expired card',
    faults: declined('3054', 'Expired card'),
  },
  'wrong-code': {
    about: 'every purchase is declined: wrong security code',
    faults: declined('3082', 'Wrong CVC'),
  },
  'three-d-secure': {
    about: "every purchase opens the demo bank's page",
    faults: [always({ type: 'challenge' })],
  },
  'three-d-secure-post': {
    about: 'the same, and the browser returns by POST',
    faults: [always({ type: 'challenge' }), always({ type: 'return-method', method: 'POST' })],
  },
  processing: {
    about: "a purchase's answer says PROCESSING, and a query has the result",
    dialect: { purchaseAnswer: 'processing' },
  },
  'lost-answer-charged': {
    about: 'every purchase is charged, then the connection breaks',
    faults: [always({ type: 'reset', when: 'after' }, PURCHASE)],
  },
  'lost-answer-not-charged': {
    about: 'the connection breaks before a purchase is charged',
    faults: [always({ type: 'reset', when: 'before' }, PURCHASE)],
  },
  'lost-answer-hidden': {
    about: 'charged, the answer is lost, and queries find nothing for 30 s',
    faults: [
      always({ type: 'reset', when: 'after' }, PURCHASE),
      always({ type: 'not-found', ms: 30_000 }, `${PURCHASE}/query`),
    ],
  },
  'no-answer': {
    about: 'every purchase is charged, and no answer arrives',
    faults: [always({ type: 'hang', when: 'after' }, PURCHASE)],
  },
  slow: { about: 'every answer takes 5 s', faults: [always({ type: 'delay', ms: 5000 })] },
  unavailable: {
    about: 'every request is answered with HTTP 503',
    faults: [always({ type: 'status', status: 503, when: 'before' })],
  },
  'lost-notifications': {
    about: 'no notification arrives',
    faults: [always({ type: 'notice', kind: 'lost' })],
  },
  'late-notifications': {
    about: 'every notification comes 30 s late',
    faults: [always({ type: 'notice', kind: 'late', ms: 30_000 })],
  },
  'duplicate-notifications': {
    about: 'every notification comes three times',
    faults: [always({ type: 'notice', kind: 'duplicate', copies: 3 })],
  },
  'forged-notifications': {
    about: 'every notification has an invalid signature',
    faults: [always({ type: 'notice', kind: 'bad-signature' })],
  },
  'refunds-reviewed': {
    about: 'every refund is under review for a day; move the clock to end it',
    faults: [always({ type: 'review', ms: 86_400_000 })],
  },
  'refunds-declined': {
    about: 'every refund fails',
    faults: [
      always({ type: 'decline', errorCode: '3005', errorDescription: 'Do not honor' }, `${PURCHASE}/refund`),
    ],
  },
  dispute: { about: 'the newest paid payment is disputed, once', act: disputeNewest },
} as const satisfies Record<string, Scenario>

/** The name of a scenario. */
export type ScenarioName = keyof typeof SCENARIOS

/** What `GET /emulator/scenarios` lists. */
export function listScenarios(): { name: string; about: string }[] {
  return Object.entries(SCENARIOS).map(([name, { about }]) => ({ name, about }))
}

/**
 * Replaces all faults and readings by those of the named scenarios.
 * @param words names of scenarios, and readings as `question=reading`
 * @throws Refusal that names a wrong word; then nothing has changed
 */
export function beginScenario(words: readonly string[], parts: Parts): void {
  const dialects = words.filter((word) => word.includes('=')).map(readReading)
  const scenarios = words.filter((word) => !word.includes('=')).map(scenarioOf)
  const dialect = Object.assign({}, ...scenarios.map((scenario) => scenario.dialect), ...dialects)
  for (const { act } of scenarios) act?.(parts)
  parts.faults.remove()
  for (const rule of scenarios.flatMap(({ faults = [] }) => faults)) parts.faults.add(rule)
  parts.dialect.set(dialect)
}

function scenarioOf(name: string): Scenario {
  const wrong = oneOf(...Object.keys(SCENARIOS))(name, 'the scenario')
  if (wrong !== undefined) throw invalid(wrong)
  return SCENARIOS[name as ScenarioName]
}

function readReading(word: string): Partial<Dialect> {
  const [question = '', reading = ''] = word.split('=')
  if (!Object.hasOwn(DIALECTS, question))
    throw invalid(`${question} is no question of the dialects: ${Object.keys(DIALECTS).join(', ')}`)
  return readDialect({ [question]: reading })
}

function disputeNewest(parts: Parts): void {
  const paid = [...parts.state.orders.values()].filter(isPaid)
  const newest = paid.at(-1)
  if (newest === undefined) throw notFound('A paid order')
  raiseDispute({ orderId: newest.orderId }, parts)
}

const isPaid = ({ amounts }: Order): boolean => amounts.captured > amounts.refunded
