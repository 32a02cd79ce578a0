/** Converts the contacts of wallets to our names, and to the address that is sent with a payment. */
import type { PayRequest } from '../../checkout/wire.ts'
import type { ContactField } from './wallet-events.ts'
import type { WalletContact } from './wallet-options.ts'

/** Converts Apple's contact. E-mail and phone are in the shipping contact alone, and stand in for those of the bill. */
export const appleContact = (
  contact: ApplePayJS.ApplePayPaymentContact,
  { emailAddress, phoneNumber }: ApplePayJS.ApplePayPaymentContact = {},
): WalletContact =>
  withoutEmpty({
    name: [contact.givenName, contact.familyName].filter(Boolean).join(' '),
    firstName: contact.givenName,
    lastName: contact.familyName,
    email: contact.emailAddress ?? emailAddress,
    phone: contact.phoneNumber ?? phoneNumber,
    lines: contact.addressLines,
    city: contact.locality,
    state: contact.administrativeArea,
    postalCode: contact.postalCode,
    country: contact.countryCode?.toUpperCase(),
  })

/** Converts Google's address; before the authorization it holds country, city and postal code only. */
export const googleContact = (
  address: Partial<google.payments.api.Address>,
  email?: string | undefined,
): WalletContact =>
  withoutEmpty({
    name: address.name,
    email,
    phone: address.phoneNumber,
    lines: [address.address1, address.address2, address.address3].flatMap((line) => line || []),
    city: address.locality,
    state: address.administrativeArea,
    postalCode: address.postalCode,
    country: address.countryCode?.toUpperCase(),
  })

/** Cleans each text, and leaves out what the wallet did not give. */
function withoutEmpty(
  contact: { [key in keyof WalletContact]: WalletContact[key] | undefined },
): WalletContact {
  const cleaned = Object.entries(contact).map(([name, value]) => [
    name,
    typeof value === 'string' ? clean(value) : value?.flatMap((line) => clean(line) || []),
  ])
  return Object.fromEntries(cleaned.filter(([, value]) => value?.length))
}

/** Control characters and unpaired surrogates, which no address contains. They become a space. */
const STRAY = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\ufeff]+/gu

const clean = (text: unknown): string => String(text).replace(STRAY, ' ').replace(/ {2,}/g, ' ').trim()

/** Never splits a surrogate pair. */
const cut = (text: string, length: number): string => clean(text.slice(0, length))

/** Apple's names for the fields that a refusal can point to. */
export const APPLE_FIELDS: Record<ContactField, ApplePayJS.ApplePayErrorContactField> = {
  name: 'name',
  email: 'emailAddress',
  phone: 'phoneNumber',
  lines: 'addressLines',
  city: 'locality',
  state: 'administrativeArea',
  postalCode: 'postalCode',
  country: 'country',
}

/** Keeps what the BFF's schema takes, cut to its lengths: odd data of a wallet must not stop a payment. */
export function addressOf(contact: WalletContact): NonNullable<PayRequest['billing']> {
  const [line1 = '', ...lines] = contact.lines ?? []
  const { city = '', state = '', postalCode = '', country = '', email = '', phone = '' } = contact
  const [firstName, lastName] = namesOf(contact)
  const fields = {
    firstName: cut(firstName, 64),
    lastName: cut(lastName, 64),
    line1: cut(line1, 200),
    line2: cut(lines.join(', '), 200),
    city: cut(city, 100),
    state: cut(state, 100),
    postalCode: cut(postalCode, 20),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    email: /^[^\s@]{1,64}@[^\s@]{1,180}$/.test(email) ? email : '',
    // The BFF reads it by the country, and drops what nobody can dial.
    phoneNumber: cut(phone, 40),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

/** Apple gives both names, which stay as given. Google gives one text; its first word becomes the first name. */
function namesOf({ name = '', firstName, lastName }: WalletContact): [string, string] {
  if (firstName !== undefined || lastName !== undefined) return [firstName ?? '', lastName ?? '']
  const [first = '', ...others] = name.split(' ')
  return [first, others.join(' ')]
}
