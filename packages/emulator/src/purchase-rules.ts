/** The rules between a purchase's fields: which are needed when, and PayKKa's code when they are not there. */

import { accept } from './checks.ts'
import type { Dialect } from './dialects.ts'
import type {
  OrderFields,
  PaymentFields,
  PurchaseRequest,
  SessionRequest,
  StoringFields,
} from './purchase-fields.ts'
import { PURCHASE_FIELDS, SESSION_FIELDS } from './purchase-fields.ts'
import { invalid, Refusal } from './refusal.ts'
import { METHOD_NAMES } from './words.ts'

// Cards, Apple Pay and Google Pay are what PayKKa documents for its API alone.
const API_METHODS = new Set(['BANKCARD', 'APPLE_PAY', 'GOOGLE_PAY'])
const SHIPPING_MEMBERS = ['last_name', 'address_line1', 'city', 'postal_code']

/** Whether the shopper is absent: a later charge of an agreement. */
export function isMerchantInitiated(request: PurchaseRequest): boolean {
  return request.payment_type === 'RECURRING' && request.mit === true
}

/** What the rules depend on beside the request. */
interface RuleParts {
  dialect: Dialect
  /** Whether this merchant may send plain card numbers. */
  pciEnabled: boolean
  /** Milliseconds since the epoch. */
  now: number
}

/** Checks the body of a purchase as a whole. */
export function readPurchase(body: unknown, rules: RuleParts): PurchaseRequest {
  const request = accept<PurchaseRequest>(PURCHASE_FIELDS, body)
  const { payment } = request
  checkMethod(payment)
  checkOrder(request, rules.now)
  checkRecurring(request)
  checkStoring(payment, rules.dialect)
  checkMeans(payment, rules.pciEnabled)
  if (!isMerchantInitiated(request)) checkShopper(request)
  return request
}

/** Checks the body of a checkout session as a whole. */
export function readSession(body: unknown, now: number): SessionRequest {
  const request = accept<SessionRequest>(SESSION_FIELDS, body)
  const { payment = {} } = request
  if (request.allowed_payment_methods?.some((method) => !Object.hasOwn(METHOD_NAMES, method)))
    throw new Refusal('1004', 'allowed_payment_methods names a payment method that is not supported')
  checkOrder(request, now)
  if (request.payment_type === 'PURCHASE' && request.mit === true) throw invalid('mit needs RECURRING')
  if (request.payment_type === 'RECURRING') checkFirst(request.mit, payment)
  if (payment.store_payment_method === true) requireShopper(payment)
  return request
}

// Everything else is paid on the hosted page; SEPA is there once it is stored.
function checkMethod({ payment_method: method, token }: PaymentFields): void {
  if (API_METHODS.has(method) || (method === 'SEPA' && token !== undefined)) return
  throw new Refusal('1004', 'payment.payment_method is not supported')
}

function checkOrder({ expire_time: end, shipping, customer }: OrderFields, now: number): void {
  if (end !== undefined && Date.parse(end) <= now) throw invalid('expire_time must be in the future')
  if (shipping !== undefined) requireFilled('shipping', shipping, SHIPPING_MEMBERS)
  if (customer?.id !== undefined) requireFilled('customer', customer, ['id'])
}

function requireFilled(
  at: string,
  members: Readonly<Partial<Record<string, string>>>,
  names: readonly string[],
): void {
  const blank = names.find((name) => (members[name] ?? '').trim() === '')
  if (blank !== undefined) throw invalid(`${at}.${blank} must not be blank`)
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

function checkStoring(payment: PaymentFields, { walletStoring }: Dialect): void {
  const stores = payment.store_payment_method === true
  if (stores && payment.payment_method !== 'BANKCARD' && walletStoring === 'refused')
    throw new Refusal('2013', 'payment.store_payment_method needs BANKCARD')
  if (stores || payment.token !== undefined) requireShopper(payment)
}

function requireShopper(payment: StoringFields): void {
  if (payment.shopper_reference === undefined)
    throw new Refusal('2008', 'payment.shopper_reference is required')
  if (payment.token_usage === undefined) throw invalid('payment.token_usage is required')
}

function checkMeans(payment: PaymentFields, pciEnabled: boolean): void {
  if (payment.token !== undefined) checkToken(payment)
  else if (payment.payment_method === 'BANKCARD') checkCard(payment)
  else checkWallet(payment)
  if (payment.card_no !== undefined && !pciEnabled)
    throw new Refusal('1008', 'payment.card_no needs PCI DSS certification')
}

function checkToken(payment: PaymentFields): void {
  const { card_no, encrypted_card_no, token_data } = payment
  if ([card_no, encrypted_card_no, token_data].some((member) => member !== undefined))
    throw invalid('payment.token excludes card_no, encrypted_card_no, token_data')
}

function checkCard(payment: PaymentFields): void {
  if ((payment.card_no === undefined) === (payment.encrypted_card_no === undefined))
    throw invalid('exactly one of payment.token, card_no, encrypted_card_no is required')
  if (payment.token_data !== undefined) throw invalid('payment.token_data is not for BANKCARD')
  if (payment.card_no !== undefined) requireAll(payment, ['exp_year', 'exp_month'])
  else requireAll(payment, ['encrypted_exp_year', 'encrypted_exp_month'])
}

// Either PayKKa opens the wallet's token, or the merchant did and sends card and cryptogram.
function checkWallet(payment: PaymentFields): void {
  if (payment.encrypted_card_no !== undefined) throw invalid('payment.encrypted_card_no needs BANKCARD')
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
  requireFilled('customer', request.customer ?? {}, ['order_ip', 'pay_ip'])
  if (request.payment.payment_method === 'BANKCARD' && request.browser === undefined)
    throw invalid('browser is required')
}

function requireAll(payment: PaymentFields, names: readonly (keyof PaymentFields)[]): void {
  const missing = names.find((name) => payment[name] === undefined)
  if (missing !== undefined) throw invalid(`payment.${missing} is required`)
}
