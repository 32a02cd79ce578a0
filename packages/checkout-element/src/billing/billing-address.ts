/** Converts billing details between the form's fields and the BFF's address. */
import type { Address, PublicCheckout } from '../checkout/wire.ts'
import type { BillingField, FieldName, Values } from './billing-fields.ts'
import { tidy } from './billing-fields.ts'

const NAMES: readonly FieldName[] = [
  'email',
  'firstName',
  'lastName',
  'country',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'phoneNumber',
]

/** The values of an address of the shop or a wallet. */
export function valuesOf(address: Address = {}): Values {
  const { phoneAreaCode = '', phoneNumber } = address
  const dialed = phoneNumber && `${phoneAreaCode && `+${phoneAreaCode.replace('+', '')} `}${phoneNumber}`
  const known = NAMES.map((name) => [name, name === 'phoneNumber' ? dialed : address[name]])
  return Object.fromEntries(known.filter(([, value]) => value))
}

/** The parts that are shown, as they are sent. */
export function addressOf(values: Values, fields: readonly BillingField[]): Address {
  const shown = fields.map(({ name }) => [name, tidy(name, values[name] ?? '')])
  return Object.fromEntries(shown.filter(([, value]) => value))
}

/** The delivery address without its contact data, when it names a place. */
export function deliveryOf({ billing }: PublicCheckout): Address | null {
  const { email: _email, phoneAreaCode: _code, phoneNumber: _number, ...delivery } = billing?.delivery ?? {}
  return delivery.line1 && delivery.country ? delivery : null
}

/** The country of the shopper's language settings, unless the checkout knows one. */
export function countryOf({ billing }: PublicCheckout, languages: readonly string[]): string {
  const known = billing?.known?.country ?? billing?.delivery?.country
  if (known) return known
  const regions = languages.flatMap((tag) => regionOf(tag, false) ?? [])
  return regions[0] ?? regionOf(languages[0] ?? 'en', true) ?? 'US'
}

function regionOf(tag: string, likely: boolean): string | undefined {
  try {
    const locale = new Intl.Locale(tag)
    const { region } = likely ? locale.maximize() : locale
    return region && /^[A-Z]{2}$/.test(region) ? region : undefined
  } catch {
    return undefined
  }
}
