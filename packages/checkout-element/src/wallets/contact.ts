/** What wallets tell about the shopper, in our words, and as the address that goes with a payment. */
import type { PayRequest } from '../wire.ts'
import type { WalletContact } from './options.ts'
import type { ContactField } from './wallet-events.ts'

/** Apple’s contact in our words. */
export const appleContact = (contact: ApplePayJS.ApplePayPaymentContact): WalletContact =>
  withoutEmpty({
    name: [contact.givenName, contact.familyName].filter(Boolean).join(' '),
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
    country: address.countryCode,
  })

/** Leaves out what the wallet did not tell. */
function withoutEmpty(
  contact: { [key in keyof WalletContact]: WalletContact[key] | undefined },
): WalletContact {
  return Object.fromEntries(Object.entries(contact).filter(([, value]) => value?.length))
}

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
  const [firstName = '', ...names] = (contact.name ?? '').split(' ')
  const [line1 = '', ...lines] = contact.lines ?? []
  const { city = '', state = '', postalCode = '', country = '', email = '' } = contact
  const fields = {
    firstName: firstName.slice(0, 64),
    lastName: names.join(' ').slice(0, 64),
    line1: line1.slice(0, 200),
    line2: lines.join(', ').slice(0, 200),
    city: city.slice(0, 100),
    state: state.slice(0, 100),
    postalCode: postalCode.slice(0, 20),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    email: /^[^\s@]{1,64}@[^\s@]{1,180}$/.test(email) ? email : '',
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}
