/** What each verb asks of the gateway. */
import { describe, expect, it } from 'vitest'
import type { ModificationRow } from '../../../src/database/tables.ts'
import type {
  ModificationAnswer,
  ModificationGateway,
} from '../../../src/payments/modifications/modification-gateway.ts'
import { aboutOf, VERBS } from '../../../src/payments/modifications/verbs.ts'
import { NOW, operationRow, paymentRow } from '../../database/rows.ts'

const PAYMENT = paymentRow('pay_1', 'chk_1', { gateway_order_id: 'GW1' })
const ABOUT = { orderId: 'GW1', amount: { value: 500, currency: 'EUR' }, sendBefore: NOW }
const ACCEPTED: ModificationAnswer = { kind: 'accepted' }

const row = (type: ModificationRow['type'], changes: Partial<ModificationRow> = {}) =>
  operationRow('op_1', 'pay_1', { type, amount: 500, whole: 0, trans_id: 'T1', ...changes })

async function sent(operation: ModificationRow, customer?: { email: string }) {
  const calls: unknown[] = []
  const take = (name: string) => async (order: object) => {
    calls.push([name, order])
    return ACCEPTED
  }
  const gateway: ModificationGateway = {
    capture: take('capture'),
    void: take('void'),
    refund: take('refund'),
    queryRefund: take('query'),
  }
  const about = aboutOf(PAYMENT, operation)
  expect(await VERBS[operation.type].send(gateway, about, operation, customer)).toEqual(ACCEPTED)
  return calls
}

describe('an order about a payment', () => {
  it('names it, the sum, and until when it may be signed', () => {
    expect(aboutOf(PAYMENT, row('capture'))).toEqual(ABOUT)
    expect(aboutOf({ ...PAYMENT, gateway_order_id: null }, row('capture')).orderId).toBe('')
  })
})

describe('each verb', () => {
  it('captures a part, or the last part', async () => {
    expect(await sent(row('capture'))).toEqual([['capture', { ...ABOUT, final: false }]])
    expect(await sent(row('capture', { final: 1 }))).toEqual([['capture', { ...ABOUT, final: true }]])
  })

  it('voids a part or the rest, for a reason', async () => {
    const reason = 'requested_by_customer'
    expect(await sent(row('void'))).toEqual([['void', { ...ABOUT, whole: false, reason }]])
    const whole = row('void', { whole: 1, reason: 'fraudulent' })
    expect(await sent(whole)).toEqual([['void', { ...ABOUT, whole: true, reason: 'fraudulent' }]])
  })

  it('refunds under its own id, to a customer where one is needed', async () => {
    const refund = { ...ABOUT, transId: 'T1', reason: 'requested_by_customer', customer: undefined }
    expect(await sent(row('refund'))).toEqual([['refund', refund]])
    const customer = { email: 'a@example.com' }
    expect(await sent(row('refund', { reason: 'duplicate' }), customer)).toEqual([
      ['refund', { ...refund, reason: 'duplicate', customer }],
    ])
  })

  it('has ids that tell it', () => {
    const prefixes = Object.entries(VERBS).map(([type, { idPrefix, isAlone }]) => [type, idPrefix, isAlone])
    expect(prefixes).toEqual([
      ['capture', 'cap', true],
      ['void', 'voi', true],
      ['refund', 'ref', false],
    ])
  })
})
