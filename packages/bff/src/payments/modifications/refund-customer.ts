/** Who gets a refund, where it is paid back to a person and not to the card that paid. */
import type { FieldProblem, RefundCustomer } from '@paykka-checkout/shared-types'
import type { CheckoutDetails } from '../../checkouts/checkout-details.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'

/** Their refunds go back to the card. */
const CARDS = new Set(['card', 'apple_pay', 'google_pay', 'eftpos'])

/** @returns whether the money goes back by another way than a card: to a person, after days */
export function isPaidOut({ method, paid_with: paidWith }: PaymentRow): boolean {
  return method === 'hosted' && !CARDS.has(paidWith ?? '')
}

/**
 * Tells no more of a shopper than is needed: of a card payment nothing, unless the shop says so.
 * @param given by the shop for this refund; the checkout fills in what it leaves out
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

/** What PayKKa asks for with 210069. */
const NEEDED = ['firstName', 'lastName', 'email', 'phoneAreaCode', 'phoneNumber'] as const

/** @returns the fields that PayKKa did not get; all of them when it got each and still asks */
export function missingFields(sent: RefundCustomer = {}): FieldProblem[] {
  const missing = NEEDED.filter((name) => sent[name] === undefined)
  const message = missing.length > 0 ? 'is required for this refund' : 'is not what PayKKa takes'
  return (missing.length > 0 ? missing : NEEDED).map((name) => ({ field: `/customer/${name}`, message }))
}
