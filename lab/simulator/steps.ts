/** I7 and I9: every payment went a legal way, and ended in time. */
import type { PaymentRow, PaymentStepRow } from '../../packages/bff/src/database/tables.ts'
import { TIMEOUT_MS } from './gateway-port.ts'
import { MINUTE } from './options.ts'
import { SEND_WINDOW_MS } from './outside.ts'
import type { World } from './world.ts'
import { violate } from './world.ts'

const RESULT = 'authorized succeeded declined failed canceled expired'
const AFTER = 'partially_refunded refunded partially_reversed'

/** Written down apart from the code under test, so that a mistake there is not mirrored here. */
const LEGAL: Record<string, string> = {
  '': 'sending',
  sending: `action_required processing unknown ${RESULT} ${AFTER}`,
  action_required: `processing unknown needs_review ${RESULT} ${AFTER}`,
  processing: `action_required unknown needs_review ${RESULT} ${AFTER}`,
  unknown: `action_required processing needs_review ${RESULT} ${AFTER}`,
  needs_review: `action_required processing ${RESULT} ${AFTER}`,
  authorized: `succeeded canceled ${AFTER}`,
  succeeded: `canceled ${AFTER}`,
  partially_refunded: 'refunded',
  partially_reversed: 'succeeded canceled partially_refunded refunded',
  refunded: '',
  declined: `succeeded authorized canceled ${AFTER}`,
  failed: `succeeded authorized canceled ${AFTER}`,
  canceled: '',
  expired: `succeeded authorized canceled ${AFTER}`,
}

const LIVE = /^(sending|action_required|processing|unknown|needs_review)$/

export function checkSteps(world: World, payment: PaymentRow, steps: PaymentStepRow[]): void {
  const name = world.trace.name(payment.id)
  let at = ''
  for (const [index, step] of steps.entries()) {
    const from = step.from_status ?? ''
    const legal = (LEGAL[from] ?? '').split(' ').includes(step.to_status)
    if (!legal || from !== at) violate(world, 'I7', `${name} went from ${at} to ${step.to_status}`)
    if (step.seq !== index + 1) violate(world, 'I7', `${name} lacks step ${index + 1}`)
    at = step.to_status
  }
  if (at !== payment.status) violate(world, 'I7', `${name} is ${payment.status}, its last step says ${at}`)
  checkTime(world, payment, steps)
}

const NOT_FOUND_IS_FINAL_MS = SEND_WINDOW_MS + 10 * MINUTE
const RESOLVE_MS = MINUTE
/** An hour, its spread, and the question itself. */
const LONGEST_PAUSE_MS = 72 * MINUTE + TIMEOUT_MS

/** A gateway that was seen to be down is noticed when it comes back; otherwise the schedule's next question finds out. */
function checkTime(world: World, payment: PaymentRow, steps: PaymentStepRow[]): void {
  const order = world.gateway.orders.get(payment.trans_id)
  const healed = world.start + world.options.healAt
  const known = order && order.status !== 'RECEIVED'
  const truthAt = known
    ? Math.max(order.visibleAt, order.endedAt)
    : payment.created_at + NOT_FOUND_IS_FINAL_MS
  const end = steps.find((step) => !LIVE.test(step.to_status))
  if (!end) return
  const from = Math.max(healed, truthAt)
  const woken = end.from_status !== 'action_required' && world.weather.downAtHeal && truthAt <= healed
  const prompt = woken || (!known && truthAt > healed)
  const late = Math.round((end.at - from - (prompt ? RESOLVE_MS : LONGEST_PAUSE_MS)) / 1000)
  if (late > 0) violate(world, 'I9', `${world.trace.name(payment.id)} was resolved ${late} s too late`)
}
