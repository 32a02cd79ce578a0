/** A sample of each type of event, for a shop that checks its receiver. Nothing of it happened. */
import type {
  Agreement,
  DisputeReport,
  Operation,
  Payment,
  PaymentStatus,
  ShopEvent,
  ShopEventType,
} from '@paykka-checkout/shared-types'
import { SHOP_EVENT_VERSION } from '@paykka-checkout/shared-types'
import { iso } from '../../domain/present.ts'

const CHECKOUT_ID = `chk_${'Sample'.padEnd(22, '0')}`
const PAYMENT_ID = `pay_${'Sample'.padEnd(22, '0')}`
const AGREEMENT_ID = `agr_${'Sample'.padEnd(22, '0')}`
const ORDER = 'sample-order'
const AMOUNT = { value: 1099, currency: 'EUR' } as const

/** @param now Unix milliseconds */
export function sampleEvent(type: ShopEventType, id: string, now: number): ShopEvent {
  const at = iso(now)
  return {
    id,
    type,
    timestamp: at,
    version: SHOP_EVENT_VERSION,
    test: true,
    data: {
      checkoutId: CHECKOUT_ID,
      orderReference: ORDER,
      payment: samplePayment(statusOf(type), at),
      order: { paidBefore: false },
      ...partsOf(type, at),
    },
  }
}

function partsOf(type: ShopEventType, at: string): Partial<ShopEvent['data']> {
  const [subject = '', result = ''] = type.split('.')
  if (/^(capture|void|refund)$/.test(subject)) return { operation: sampleOperation(subject, result, at) }
  if (type === 'dispute.reported') return { dispute: DISPUTE }
  if (type === 'agreement.ended') return { agreementId: AGREEMENT_ID }
  if (type === 'agreement.card_expiring')
    return { agreementId: AGREEMENT_ID, agreement: { ...AGREEMENT, createdAt: at } }
  return {}
}

/** `payment.capture_overdue` and the events of operations are about a payment in another status. */
function statusOf(type: ShopEventType): PaymentStatus {
  const [subject = '', result = ''] = type.split('.')
  if (type === 'payment.capture_overdue' || /^(capture|void)$/.test(subject)) return 'authorized'
  return subject === 'payment' ? (result as PaymentStatus) : 'succeeded'
}

function samplePayment(status: PaymentStatus, at: string): Payment {
  return {
    id: PAYMENT_ID,
    checkoutId: CHECKOUT_ID,
    orderReference: ORDER,
    attempt: 1,
    status,
    amount: AMOUNT,
    method: 'card',
    capture: 'automatic',
    card: { brand: 'visa', last4: '4242', bin: '424242' },
    transId: 'SAMPLE',
    operations: [],
    disputes: [],
    history: [{ at, from: null, to: 'sending', cause: 'shopper' }],
    supportCode: 'SAMP-LE00',
    createdAt: at,
    updatedAt: at,
  }
}

function sampleOperation(type: string, status: string, at: string): Operation {
  const id = `${type.slice(0, 3)}_${'Sample'.padEnd(22, '0')}`
  const facts = { id, paymentId: PAYMENT_ID, amount: AMOUNT, createdAt: at, updatedAt: at }
  return { ...facts, type: type as Operation['type'], status: status as Operation['status'] }
}

const DISPUTE: DisputeReport = {
  id: 'SAMPLE',
  stage: 'DISPUTE_CREATED',
  reason: '10.4',
  amount: AMOUNT,
  verified: false,
}

const AGREEMENT: Omit<Agreement, 'createdAt'> = {
  id: AGREEMENT_ID,
  type: 'subscription',
  status: 'active',
  card: { brand: 'visa', last4: '4242', expMonth: '12', expYear: '2026' },
}
