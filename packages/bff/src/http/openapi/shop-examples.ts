/** Examples of the shop API: one order that is paid and partly refunded, with the shopper's card and agreement. */
import type {
  Agreement,
  AgreementCheckoutRequest,
  Checkout,
  CreateCheckout,
  CreatedCheckout,
  DisputeDetail,
  Erasure,
  ListedPayment,
  Operation,
  Payment,
  RecurringChargeRequest,
  ShopperSecret,
  StoredCard,
  UpdateCheckout,
} from '@paykka-checkout/shared-types'
import type { Examples } from './example.ts'
import {
  AGREEMENT_ID,
  AMOUNT,
  CARD,
  CARD_ID,
  CHECKOUT_ID,
  CLIENT_SECRET,
  MOMENTS,
  PAYMENT_ID,
  RETURN_URL,
} from './example.ts'

const order: CreateCheckout = {
  orderReference: 'order-1001',
  amount: AMOUNT,
  returnUrl: RETURN_URL,
  shopper: { reference: 'anna', email: 'anna@example.com', ip: '203.0.113.7' },
  saveCard: 'ask',
}

const created: CreatedCheckout = {
  ...order,
  id: CHECKOUT_ID,
  status: 'open',
  version: 1,
  capture: 'automatic',
  saveCard: 'ask',
  createdAt: MOMENTS.created,
  expiresAt: MOMENTS.expires,
  clientSecret: CLIENT_SECRET,
}

const payment: Payment = {
  id: PAYMENT_ID,
  checkoutId: CHECKOUT_ID,
  orderReference: order.orderReference,
  attempt: 1,
  status: 'succeeded',
  amount: AMOUNT,
  method: 'card',
  paidWith: 'card',
  capture: 'automatic',
  card: { ...CARD, bin: '424242' },
  paidAt: MOMENTS.paid,
  authorisationType: 'FINAL_AUTH',
  transId: 'T5PLZN5EOH2C8W',
  gatewayOrderId: 'GW202611230632210001',
  balances: balances({ captured: 1099, refundable: 1099 }),
  operations: [],
  disputes: [],
  saved: true,
  savedCardId: CARD_ID,
  history: [
    { at: MOMENTS.sent, from: null, to: 'sending', cause: 'shopper' },
    { at: MOMENTS.paid, from: 'sending', to: 'succeeded', cause: 'gateway' },
  ],
  supportCode: 'PLZN-5EOH',
  createdAt: MOMENTS.sent,
  updatedAt: MOMENTS.paid,
}

const { clientSecret: _hidden, ...open } = created
/** The first attempt, which the bank declined; the second one paid. */
const declined: Payment = {
  id: 'pay_c2Vjb25kIHRyeSBwYWlkIQ',
  checkoutId: CHECKOUT_ID,
  orderReference: order.orderReference,
  attempt: 1,
  status: 'declined',
  amount: AMOUNT,
  method: 'card',
  capture: 'automatic',
  card: { ...CARD, bin: '424242' },
  transId: 'T7QWERTZ2K4MNB',
  decline: {
    code: 'insufficient_funds',
    retry: 'other-card',
    gatewayCode: '3051',
    gatewayMessage: 'Insufficient funds',
  },
  operations: [],
  disputes: [],
  history: [
    { at: MOMENTS.created, from: null, to: 'sending', cause: 'shopper' },
    {
      at: MOMENTS.created,
      from: 'sending',
      to: 'declined',
      cause: 'gateway',
      detail: 'insufficient_funds',
      gatewayMessage: 'Insufficient funds',
    },
  ],
  supportCode: 'QWER-TZ2K',
  createdAt: MOMENTS.created,
  updatedAt: MOMENTS.created,
}
const checkout: Checkout = {
  ...open,
  status: 'succeeded',
  payments: [declined, { ...payment, attempt: 2 }],
}
const changed: UpdateCheckout = { amount: { value: 1599, currency: 'EUR' } }

const capture = operation('cap_b8XnVw2KqLs6JtRz0YcEuA', { type: 'capture', final: true })
const release = operation('voi_b8XnVw2KqLs6JtRz0YcEuA', { type: 'void', reason: 'out of stock' })
const refund = operation('ref_b8XnVw2KqLs6JtRz0YcEuA', {
  actor: { type: 'key', id: 'admin', claimed: 'ana' },
  type: 'refund',
  amount: { value: 500, currency: 'EUR' },
  reason: 'requested_by_customer',
  gatewayRefundId: 'GW202611250910040001',
})

const listed: ListedPayment = {
  id: PAYMENT_ID,
  shop: 'default',
  checkoutId: CHECKOUT_ID,
  orderReference: payment.orderReference,
  attempt: 1,
  status: 'succeeded',
  amount: AMOUNT,
  captured: 1099,
  refunded: 0,
  refundable: 1099,
  capturable: 0,
  method: 'card',
  card: CARD,
  attention: [],
  refunds: { count: 0, open: 0 },
  disputes: { open: 0 },
  supportCode: payment.supportCode,
  transId: payment.transId,
  createdAt: MOMENTS.created,
  updatedAt: MOMENTS.paid,
}
const dispute: DisputeDetail = {
  id: 'dsp_b8XnVw2KqLs6JtRz0YcEuA',
  shop: 'default',
  paymentId: PAYMENT_ID,
  checkoutId: CHECKOUT_ID,
  orderReference: payment.orderReference,
  gatewayDisputeId: 'DG202611250910040001',
  open: true,
  stage: 'DISPUTE_CREATED',
  reason: '10.4',
  reasonText: 'Other fraud, card absent',
  amount: AMOUNT,
  dueTime: '2026-12-02T17:10:04+08:00',
  dueAt: '2026-12-02T09:10:04.000Z',
  verified: false,
  reportedAt: MOMENTS.later,
  updatedAt: MOMENTS.later,
  history: [{ at: MOMENTS.later, stage: 'DISPUTE_CREATED', reason: '10.4', amount: AMOUNT, verified: false }],
  notes: [],
}
const { history: _history, notes: _notes, ...listedDispute } = dispute
const noted: DisputeDetail = {
  ...dispute,
  notes: [
    {
      id: 'note_b8XnVw2KqLs6JtRz0YcEuA',
      at: MOMENTS.laterDone,
      text: 'Proof of delivery is asked for',
      actor: { type: 'key', id: 'admin', claimed: 'ana' },
    },
  ],
}
const ended: DisputeDetail = {
  ...dispute,
  open: false,
  outcome: 'won',
  outcomeAt: MOMENTS.laterDone,
  notes: noted.notes.map((note) => ({ ...note, text: 'Mail of PayKKa', outcome: 'won' as const })),
}

const captured: Payment = { ...payment, operations: [capture] }
const voided: Payment = {
  ...payment,
  status: 'canceled',
  balances: balances({ voided: 1099 }),
  operations: [release],
}
const notRefunded = operation('ref_d2FzIG5vdCBwb3NzaWJsZQ', {
  type: 'refund',
  status: 'failed',
  reason: 'requested_by_customer',
  failure: { code: 'configuration', gatewayCode: '1006', gatewayMessage: 'Refund not allowed' },
})

const refunded: Payment = {
  ...payment,
  status: 'partially_refunded',
  balances: balances({ captured: 1099, refunded: 500, refundable: 599 }),
  operations: [refund],
}

const card: StoredCard = { ...CARD, id: CARD_ID, expMonth: '12', expYear: '2034' }
const agreement: Agreement = {
  id: AGREEMENT_ID,
  type: 'subscription',
  status: 'active',
  card: { ...CARD, expMonth: '12', expYear: '2034' },
  createdAt: MOMENTS.paid,
}
const secret: ShopperSecret = { clientSecret: CLIENT_SECRET, expiresAt: MOMENTS.expires }
const charge: RecurringChargeRequest = {
  agreementId: AGREEMENT_ID,
  orderReference: 'order-1002',
  amount: AMOUNT,
  goods: [{ id: 'box-12', name: 'Box of the month', price: AMOUNT.value, quantity: 1 }],
  metadata: { plan: 'monthly' },
}
const renewal: AgreementCheckoutRequest = {
  orderReference: 'order-1002',
  amount: AMOUNT,
  returnUrl: order.returnUrl,
}
const {
  savedCardId: _id,
  saved: _saved,
  ...charged
} = {
  ...payment,
  orderReference: charge.orderReference,
  history: payment.history.map((step, index) => (index === 0 ? { ...step, cause: 'merchant' } : step)),
}

const erasure: Erasure = {
  id: 'ers_c9YoWx3LrMt7KuSa1ZdFvB',
  status: 'done',
  at: MOMENTS.later,
  erased: { checkouts: 3, cards: 1, agreements: 1, consents: 2, secrets: 0 },
  kept: [
    {
      what: 'payments',
      reason: 'Order, sums, statuses, times and ids of payments: the books, refunds and disputes need them.',
      until: null,
    },
    {
      what: 'paykka',
      reason: 'What PayKKa keeps besides saved cards is not erased by this: ask PayKKa.',
      until: null,
    },
  ],
}

export const SHOP_EXAMPLES: Examples = {
  'POST /v1/checkouts': { request: order, status: 201, answer: created },
  'GET /v1/checkouts/{id}': { answer: checkout },
  'PATCH /v1/checkouts/{id}': {
    request: changed,
    answer: { ...open, ...changed, version: 2, payments: [] },
  },
  'POST /v1/checkouts/{id}/cancel': { request: {}, answer: { ...open, status: 'canceled', payments: [] } },
  'POST /v1/checkouts/{id}/hosted': {
    request: { methods: ['ideal'] },
    answer: { url: 'https://checkout.paykka.example/CS2026112306322100' },
  },
  'GET /v1/audit': {
    answer: {
      data: [
        {
          id: 'aud_b8XnVw2KqLs6JtRz0YcEuA',
          sequence: 1,
          at: MOMENTS.later,
          shop: 'default',
          actor: { type: 'key', id: 'admin', claimed: 'ana' },
          action: 'payment.refund',
          target: { type: 'payment', id: PAYMENT_ID },
          outcome: 'unknown',
          orderReference: 'order-1001',
          amount: AMOUNT,
          reason: 'requested_by_customer',
          operationId: refund.id,
          requestId: 'req_QK3BUGEZJOUU7OTGZHELOPLZN5',
          previousHash: '',
          hash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
        },
      ],
      nextCursor: null,
    },
  },
  'GET /v1/payments/summary': {
    answer: {
      data: [
        { currency: 'EUR', status: 'succeeded', count: 812, amount: 912_340, captured: 912_340, refunded: 0 },
      ],
    },
  },
  'GET /v1/metrics/payments': {
    answer: {
      timeZone: 'Europe/Berlin',
      data: [
        {
          start: '2026-11-23',
          currency: 'EUR',
          attempts: 30,
          approved: 24,
          declined: 4,
          open: 0,
          unknown: 1,
          ended: 1,
          approvalRate: 24 / 28,
          captured: 26_376,
          refunded: 500,
          net: 25_876,
          authorizedOpen: 0,
        },
      ],
    },
  },
  'GET /v1/exports/payments.csv': {
    answer: `payment_id,order_reference,status,currency,amount\r\n${PAYMENT_ID},order-1001,succeeded,EUR,10.99\r\n`,
  },
  'GET /v1/exports/movements.csv': {
    answer: `movement_id,type,direction,signed_amount,currency\r\n${refund.id},refund,out,-5.00,EUR\r\n`,
  },
  'GET /v1/exports/audit.csv': {
    answer: `sequence,at_utc,actor,action,target,outcome\r\n1,2026-11-23 10:00:00,admin,payment.refund,${PAYMENT_ID},unknown\r\n`,
  },
  'GET /v1/checkouts': {
    answer: {
      data: [
        {
          id: CHECKOUT_ID,
          shop: 'default',
          orderReference: order.orderReference,
          status: 'succeeded',
          amount: AMOUNT,
          version: 1,
          attempts: 1,
          shopperReference: 'anna',
          paidPaymentId: PAYMENT_ID,
          createdAt: MOMENTS.created,
          updatedAt: MOMENTS.paid,
          expiresAt: MOMENTS.expires,
        },
      ],
      nextCursor: null,
    },
  },
  'GET /v1/operations': {
    answer: {
      data: [{ ...refund, shop: 'default', orderReference: order.orderReference }],
      nextCursor: null,
    },
  },
  'GET /v1/disputes': { answer: { data: [listedDispute], nextCursor: null } },
  'GET /v1/disputes/{id}': { answer: { dispute } },
  'GET /v1/disputes/{id}/evidence': {
    answer: {
      dispute,
      order: { ...open, status: 'succeeded' },
      payment,
      otherAttempts: [declined],
      authentication: { challenged: false },
      refunds: [],
      timeline: [{ at: MOMENTS.paid, what: 'payment 1: succeeded (gateway)' }],
    },
  },
  'POST /v1/disputes/{id}/notes': {
    request: { text: 'Proof of delivery is asked for' },
    answer: { dispute: noted },
  },
  'POST /v1/disputes/{id}/outcome': {
    request: { outcome: 'won', note: 'Mail of PayKKa' },
    answer: { dispute: ended },
  },
  'GET /v1/payments': { answer: { data: [listed], nextCursor: null } },
  'GET /v1/payments/{id}': { answer: { payment } },
  'POST /v1/payments/{id}/captures': {
    request: { final: true },
    answer: { payment: captured, operation: capture },
  },
  'POST /v1/payments/{id}/voids': {
    request: { reason: release.reason },
    answer: { payment: voided, operation: release },
  },
  'POST /v1/payments/{id}/refunds': {
    request: { amount: refund.amount, reason: refund.reason },
    answer: { payment: refunded, operation: refund },
  },
  'GET /v1/payments/{id}/refunds': { answer: { data: [refund, notRefunded] } },
  'GET /v1/shoppers/{reference}/cards': { answer: { data: [card] } },
  'GET /v1/shoppers/{reference}/agreements': { answer: { data: [agreement] } },
  'POST /v1/shoppers/{reference}/erasures': {
    request: { endAgreements: true, note: 'ticket 4711' },
    answer: { erasure },
  },
  'GET /v1/shoppers/{reference}/data': {
    answer: {
      reference: 'anna',
      checkouts: [{ ...checkout, payments: [payment] }],
      cards: [card],
      agreements: [agreement],
      erasures: [],
    },
  },
  'POST /v1/shoppers/{reference}/secrets': { request: {}, status: 201, answer: secret },
  'POST /v1/recurring/charges': {
    request: charge,
    status: 201,
    answer: { payment: { ...charged, method: 'agreement', agreementId: AGREEMENT_ID } },
  },
  'POST /v1/recurring/agreements/{id}/checkouts': {
    request: renewal,
    status: 201,
    answer: {
      ...created,
      ...renewal,
      saveCard: 'off',
      recurring: { type: 'subscription' },
      renewsAgreement: AGREEMENT_ID,
    },
  },
  'DELETE /v1/recurring/agreements/{id}': { answer: { agreement: { ...agreement, status: 'ended' } } },
}

function balances(changed: Partial<Payment['balances']>): NonNullable<Payment['balances']> {
  const none = { captured: 0, capturable: 0, voided: 0, voidable: 0, refunded: 0, refundable: 0 }
  return { authorized: AMOUNT.value, ...none, ...changed }
}

function operation(id: string, changed: Partial<Operation> & Pick<Operation, 'type'>): Operation {
  const { later: createdAt, laterDone: updatedAt } = MOMENTS
  return { id, paymentId: PAYMENT_ID, amount: AMOUNT, status: 'succeeded', createdAt, updatedAt, ...changed }
}
