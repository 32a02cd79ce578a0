/** The rules between a purchase's fields: which are needed when, and PayKKa's code when they are not there. */

import { accept } from './checks.ts'
import type { Dialect } from './dialects.ts'
import type { PaymentFields, PurchaseRequest, SessionRequest, StoringFields } from './purchase-fields.ts'
import { PURCHASE_FIELDS, SESSION_FIELDS } from './purchase-fields.ts'
import { invalid, Refusal } from './refusal.ts'

/** Whether the shopper is absent: a later charge of an agreement. */
export function isMerchantInitiated(request: PurchaseRequest): boolean {
  return request.payment_type === 'RECURRING' && request.mit === true
}

/** Checks the body of a purchase as a whole. */
export function readPurchase(body: unknown, dialect: Dialect): PurchaseRequest {
  const request = accept<PurchaseRequest>(PURCHASE_FIELDS, body)
  checkRecurring(request)
  const { payment } = request
  const stores = payment.store_payment_method === true
  if (stores && payment.payment_method !== 'BANKCARD' && dialect.walletStoring === 'refused')
    throw new Refusal('2013', 'payment.store_payment_method needs BANKCARD')
  if (stores || payment.token !== undefined) checkStoring(payment)
  if (payment.payment_method === 'BANKCARD') checkCard(payment)
  else checkWallet(payment)
  if (!isMerchantInitiated(request)) checkShopper(request)
  return request
}

/** Checks the body of a checkout session as a whole. */
export function readSession(body: unknown, now: number): SessionRequest {
  const request = accept<SessionRequest>(SESSION_FIELDS, body)
  if (request.expire_time !== undefined && Date.parse(request.expire_time) <= now)
    throw invalid('expire_time must be in the future')
  const { payment = {} } = request
  if (request.payment_type === 'PURCHASE' && request.mit === true) throw invalid('mit needs RECURRING')
  if (request.payment_type === 'RECURRING') checkFirst(request.mit, payment)
  if (payment.store_payment_method === true) checkStoring(payment)
  return request
}

function checkRecurring(request: PurchaseRequest): void {
  const { mit, recurring_agreement_id: agreement, payment } = request
  if (request.payment_type === 'PURCHASE') {
    if (mit === true || agreement !== undefined)
      throw invalid('mit and recurring_agreement_id need RECURRING')
    return
  }
  if (agreement === undefined) checkFirst(mit, payment)
  else checkLater(mit, payment)
}

function checkLater(mit: boolean | undefined, payment: PaymentFields): void {
  if (mit === undefined) throw new Refusal('2010', 'mit is required')
  if (!mit) throw new Refusal('2011', 'mit must be true for a later recurring payment')
  if (payment.token === undefined) throw invalid('payment.token is required')
}

// The first payment of an agreement: the shopper is there, and what pays is stored.
function checkFirst(mit: boolean | undefined, payment: StoringFields): void {
  if (mit === undefined) throw new Refusal('2010', 'mit is required')
  if (mit) throw new Refusal('2012', 'mit must be false for the first recurring payment')
  if (payment.store_payment_method !== true)
    throw new Refusal('2014', 'payment.store_payment_method must be true for the first recurring payment')
}

function checkStoring(payment: StoringFields): void {
  if (payment.shopper_reference === undefined)
    throw new Refusal('2008', 'payment.shopper_reference is required')
  if (payment.token_usage === undefined) throw invalid('payment.token_usage is required')
}

function checkCard(payment: PaymentFields): void {
  const given = [payment.token, payment.card_no, payment.encrypted_card_no].filter(
    (field) => field !== undefined,
  )
  if (given.length !== 1)
    throw invalid('exactly one of payment.token, card_no, encrypted_card_no is required')
  if (payment.token_data !== undefined) throw invalid('payment.token_data is not for BANKCARD')
  if (payment.card_no !== undefined) requireAll(payment, ['exp_year', 'exp_month'])
  if (payment.encrypted_card_no !== undefined)
    requireAll(payment, ['encrypted_exp_year', 'encrypted_exp_month'])
}

// Either PayKKa opens the wallet's token, or the merchant did and sends card and cryptogram.
function checkWallet(payment: PaymentFields): void {
  if (payment.token !== undefined || payment.encrypted_card_no !== undefined)
    throw invalid('payment.token and encrypted_card_no need BANKCARD')
  if ((payment.token_data === undefined) === (payment.card_no === undefined))
    throw invalid('exactly one of payment.token_data, card_no is required')
  if (payment.card_no === undefined) return
  requireAll(payment, ['exp_year', 'exp_month', 'token_authentication'])
  const panOnly = /pan_only/i.test(payment.token_authentication?.token_format ?? '')
  if (!panOnly && payment.token_authentication?.cryptogram === undefined)
    throw invalid('payment.token_authentication.cryptogram is required')
}

function checkShopper(request: PurchaseRequest): void {
  if (request.return_url === undefined) throw invalid('return_url is required')
  if (request.payment.payment_method !== 'BANKCARD') return
  if (request.browser === undefined) throw invalid('browser is required')
  if (request.customer?.pay_ip === undefined) throw invalid('customer.pay_ip is required')
}

function requireAll(payment: PaymentFields, names: readonly (keyof PaymentFields)[]): void {
  const missing = names.find((name) => payment[name] === undefined)
  if (missing !== undefined) throw invalid(`payment.${missing} is required`)
}
