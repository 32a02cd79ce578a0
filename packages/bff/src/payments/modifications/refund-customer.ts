/** The recipient of a refund that is paid out to a person instead of the card that paid. */
import type { FieldProblem, RefundCustomer } from '@paykka-checkout/shared-types'
import type { CheckoutDetails } from '../../checkouts/checkout-details.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'

/** Methods whose refunds go back to the card. */
const CARDS = new Set(['card', 'apple_pay', 'google_pay', 'eftpos'])

/** @returns whether the refund is paid out to a person, after days, instead of to a card */
export function isPaidOut({ method, paid_with: paidWith }: PaymentRow): boolean {
  return method === 'hosted' && !CARDS.has(paidWith ?? '')
}

/**
 * Sends no more about a shopper than needed: nothing for a card payment, unless the shop gives it.
 * @param given by the shop for this refund; the checkout fills in missing members
 */
export function refundCustomer(
  given: RefundCustomer | undefined,
  payment: PaymentRow,
  { shopper, billing }: Pick<CheckoutDetails, 'shopper' | 'billing'>,
): RefundCustomer | undefined {
  if (!given && !isPaidOut(payment)) return undefined
  const known = { ...pick(billing), ...pick(shopper), ...given }
  return Object.keys(known).length > 0 ? known : undefined
}

function pick(person: RefundCustomer = {}): RefundCustomer {
  const { firstName, lastName, email, phoneAreaCode, phoneNumber } = person
  return present({ firstName, lastName, email, phoneAreaCode, phoneNumber })
}

/** The fields that PayKKa requires with code 210069. */
const NEEDED = ['firstName', 'lastName', 'email', 'phoneAreaCode', 'phoneNumber'] as const

/** @returns the fields that PayKKa did not get; all of them when it got each one and still asks */
export function missingFields(sent: RefundCustomer = {}): FieldProblem[] {
  const missing = NEEDED.filter((name) => sent[name] === undefined)
  const message = missing.length > 0 ? 'is required for this refund' : 'is not what PayKKa takes'
  return (missing.length > 0 ? missing : NEEDED).map((name) => ({ field: `/customer/${name}`, message }))
}
