/** Counts the results of payments, captures, voids and refunds. Labels are only our own words. */
import type { Registry } from 'prom-client'
import { Counter } from 'prom-client'
import type { Moved } from '../payments/engine/engine-parts.ts'

/** @returns a listener for every committed change */
export function createMoneyCounters(registry: Registry): (moved: Moved) => void {
  const payments = new Counter({
    name: 'paykka_payments_total',
    help: 'Payments that came into a status on this instance, declines by their code',
    labelNames: ['method', 'status', 'decline'],
    registers: [registry],
  })
  const operations = new Counter({
    name: 'paykka_operations_total',
    help: 'Captures, voids and refunds that came into a status on this instance',
    labelNames: ['type', 'status'],
    registers: [registry],
  })
  const challenges = new Counter({
    name: 'paykka_three_d_secure_total',
    help: 'How challenges of the bank (3-D Secure) ended: passed, refused, abandoned or unclear',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return ({ noun, before, after }) => {
    if (noun === 'operation') return operations.inc({ type: after.type ?? '', status: after.status })
    const decline = after.status === 'declined' ? (after.decline_code ?? 'other') : ''
    payments.inc({ method: after.method ?? '', status: after.status, decline })
    if (before.status === 'action_required' && after.method !== 'hosted')
      challenges.inc({ outcome: OUTCOMES[after.status] ?? 'unclear' })
  }
}

/** When the shopper never returns, the payment expires or PayKKa cancels it. */
const OUTCOMES: Record<string, string> = {
  authorized: 'passed',
  succeeded: 'passed',
  declined: 'refused',
  failed: 'refused',
  expired: 'abandoned',
  canceled: 'abandoned',
}
