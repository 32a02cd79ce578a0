/** Keeps the scripted faults and says which of them strike now. */

import { randomUUID } from 'node:crypto'
import type { Fault, FaultRule, FaultSubject, FaultType } from './fault-types.ts'

/** Where a fault can strike. */
type FaultScope = 'api' | 'hosted' | 'notice' | 'return'

/** A rule with its id and how often it has struck. */
interface ActiveFault extends FaultRule {
  id: string
  seen: number
  struck: number
}

/** The scripted faults. */
export interface FaultBook {
  add(rule: FaultRule): string
  list(): ActiveFault[]
  /** Removes one rule, or all. */
  remove(id?: string): void
  /** Takes every fault that strikes this subject, counting each as used. */
  take(scope: FaultScope, subject: FaultSubject): Fault[]
  /** By how much the clock is wrong. */
  skew(): number
}

const PURCHASE = '/v3/payment/acq'

// Without a path these only make sense where they act: a query must not use up a scripted decline.
const DEFAULT_PATHS: Partial<Record<FaultType, readonly string[]>> = {
  decline: [PURCHASE, `${PURCHASE}/refund`, '/emulator/hosted'],
  challenge: [PURCHASE],
  'duplicate-trans-id': [PURCHASE],
  payout: [`${PURCHASE}/refund`],
  'not-found': [`${PURCHASE}/query`, `${PURCHASE}/refund/query`],
}

/** An empty book. */
export function createFaultBook(): FaultBook {
  let rules: ActiveFault[] = []
  return {
    add(rule) {
      const id = randomUUID()
      rules.push({ ...rule, times: rule.times ?? defaultTimes(rule.fault), id, seen: 0, struck: 0 })
      return id
    },
    list: () => structuredClone(rules),
    remove(id) {
      rules = id === undefined ? [] : rules.filter((rule) => rule.id !== id)
    },
    take: (scope, subject) => rules.filter((rule) => strikes(rule, scope, subject)).map((rule) => rule.fault),
    skew: () => rules.reduce((sum, { fault }) => sum + (fault.type === 'clock-skew' ? fault.ms : 0), 0),
  }
}

/** The first fault of a type among those taken. */
export function pick<T extends FaultType>(
  faults: readonly Fault[],
  type: T,
): Extract<Fault, { type: T }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { type: T }> => fault.type === type)
}

function strikes(rule: ActiveFault, scope: FaultScope, subject: FaultSubject): boolean {
  if (!scopesOf(rule.fault).includes(scope) || !matches(rule, subject)) return false
  rule.seen += 1
  const nth = rule.match?.nth
  if (nth !== undefined && rule.seen < nth) return false
  if (rule.times !== 0 && rule.struck >= (rule.times ?? 1)) return false
  rule.struck += 1
  return true
}

function matches(rule: ActiveFault, subject: FaultSubject): boolean {
  const { path, transId, last4 } = rule.match ?? {}
  const paths = path === undefined ? DEFAULT_PATHS[rule.fault.type] : [path]
  return (
    (paths === undefined || paths.includes(subject.path)) &&
    (transId === undefined || transId === subject.transId) &&
    (last4 === undefined || last4 === subject.last4)
  )
}

function scopesOf(fault: Fault): readonly FaultScope[] {
  if (fault.type === 'notice') return ['notice']
  if (fault.type === 'return-method') return ['return']
  if (fault.type === 'decline') return ['api', 'hosted']
  return fault.type === 'clock-skew' || fault.type === 'rotate-key' ? [] : ['api']
}

function defaultTimes(fault: Fault): number {
  const lasting = fault.type === 'clock-skew' || (fault.type === 'not-found' && fault.ms !== undefined)
  return lasting ? 0 : 1
}
