/** Billing details: what the shop gave, what the shopper typed or a wallet gave, and what the form asks for. Pure. */
import type { Address, BillingToCollect, CheckoutStatus } from '@paykka-checkout/shared-types'
import { present } from '../domain/present.ts'
import type { CheckoutDetails } from './checkout-details.ts'

const NAME = ['firstName', 'middleName', 'lastName'] as const
const PLACE = ['line1', 'line2', 'city', 'state', 'postalCode', 'country'] as const
const EMAIL = ['email'] as const
const PHONE = ['phoneAreaCode', 'phoneNumber'] as const

/**
 * Each group (name, place, e-mail, telephone) comes from one source as a whole, so that the street of one address is never
 * beside the city of another. A country with a postal code alone only confirms a place.
 * @param known of the shop's server, or of an earlier attempt
 * @param given with this payment; it wins
 */
export function mergeBilling(known: Address | undefined, given: Address | undefined): Address | undefined {
  if (!known || !given) return given ?? known
  const group = <K extends keyof Address>(names: readonly K[]) => pick(pickFrom(names, known, given), names)
  const place = pick(samePlace(known, given) ? known : pickFrom(PLACE, known, given), PLACE)
  return { ...group(NAME), ...place, ...group(EMAIL), ...group(PHONE) }
}

function pickFrom(names: readonly (keyof Address)[], known: Address, given: Address): Address {
  return names.some((name) => given[name] !== undefined) ? given : known
}

function pick<K extends keyof Address>(address: Address, names: readonly K[]): Partial<Pick<Address, K>> {
  return present(Object.fromEntries(names.map((name) => [name, address[name]]))) as Partial<Pick<Address, K>>
}

/** True when `given` names no street, and nothing but what is known. */
function samePlace(known: Address, given: Address): boolean {
  if (given.line1 !== undefined) return false
  const fold = (text: string | undefined) => text?.replace(/[\s-]/g, '').toUpperCase()
  return PLACE.every((name) => given[name] === undefined || fold(given[name]) === fold(known[name]))
}

/**
 * @param collection PayKKa's word, of the checkout or the deployment
 * @returns what the form may show; undefined when nothing is known and PayKKa asks for nothing. Only while the checkout can
 *   be paid: afterwards the browser needs no address
 */
export function billingToCollect(
  status: CheckoutStatus,
  details: CheckoutDetails,
  collection: string,
): BillingToCollect | undefined {
  if (status !== 'open') return undefined
  const required = (details.billingAddressCollection ?? collection) === 'REQUIRED'
  const known = knownOf(details)
  // The recipient's e-mail address and telephone are not the payer's.
  const delivery = filled(pick(details.shipping ?? {}, [...NAME, ...PLACE]))
  return required || known || delivery ? { required, ...present({ known, delivery }) } : undefined
}

/** The shopper's names and contact data stand in for those that the bill leaves out. */
function knownOf({ billing, shopper }: CheckoutDetails): Address | undefined {
  const { firstName, lastName, email, phoneAreaCode, phoneNumber } = shopper ?? {}
  return filled(mergeBilling(present({ firstName, lastName, email, phoneAreaCode, phoneNumber }), billing))
}

function filled(address: Address | undefined): Address | undefined {
  return address && Object.keys(address).length > 0 ? address : undefined
}
