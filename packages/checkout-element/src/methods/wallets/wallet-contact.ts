/** What wallets tell about the shopper, in our words, and as the address that goes with a payment. */
import type { PayRequest } from '../../checkout/wire.ts'
import type { ContactField } from './wallet-events.ts'
import type { WalletContact } from './wallet-options.ts'

/** Apple’s contact in our words. */
export const appleContact = (contact: ApplePayJS.ApplePayPaymentContact): WalletContact =>
  withoutEmpty({
    name: [contact.givenName, contact.familyName].filter(Boolean).join(' '),
    firstName: contact.givenName,
    lastName: contact.familyName,
    email: contact.emailAddress,
    phone: contact.phoneNumber,
    lines: contact.addressLines,
    city: contact.locality,
    state: contact.administrativeArea,
    postalCode: contact.postalCode,
    country: contact.countryCode?.toUpperCase(),
  })

/** Google’s address in our words; before the authorization it holds no more than an outline. */
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

/** Cleans what a phone holds, and leaves out what the wallet did not tell. */
function withoutEmpty(
  contact: { [key in keyof WalletContact]: WalletContact[key] | undefined },
): WalletContact {
  const cleaned = Object.entries(contact).map(([name, value]) => [
    name,
    typeof value === 'string' ? clean(value) : value?.flatMap((line) => clean(line) || []),
  ])
  return Object.fromEntries(cleaned.filter(([, value]) => value?.length))
}

/** Characters that no address has, and halves of characters. Of a tab or a line break a blank remains. */
const STRAY = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\ufeff]+/gu

const clean = (text: unknown): string => String(text).replace(STRAY, ' ').replace(/ {2,}/g, ' ').trim()

/** Never cuts a character in two. */
const cut = (text: string, length: number): string => clean(text.slice(0, length))

/** Apple’s names of the fields a refusal can point to. */
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

/** Only what the BFF’s schema takes, cut to its lengths: a wallet’s odd data must not stop a payment. */
export function addressOf(contact: WalletContact): NonNullable<PayRequest['billing']> {
  const [line1 = '', ...lines] = contact.lines ?? []
  const { city = '', state = '', postalCode = '', country = '', email = '' } = contact
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
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

/** Apple tells both names, and they stay as given. Google tells one text, whose first word is taken for the first name. */
function namesOf({ name = '', firstName, lastName }: WalletContact): [string, string] {
  if (firstName !== undefined || lastName !== undefined) return [firstName ?? '', lastName ?? '']
  const [first = '', ...others] = name.split(' ')
  return [first, others.join(' ')]
}
