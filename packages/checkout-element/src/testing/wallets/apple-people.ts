/** The people of the doubles in Apple's format. */
import type { Person } from './people.ts'

/** The complete contact, as the page gets it with the authorization. */
export const applePerson = (person: Person): ApplePayJS.ApplePayPaymentContact => ({
  givenName: person.givenName,
  familyName: person.familyName,
  emailAddress: person.email,
  phoneNumber: person.phone,
  addressLines: person.lines,
  locality: person.city,
  administrativeArea: person.state,
  postalCode: person.postalCode,
  countryCode: person.country,
})

/** Only what prices need, as the page gets it before: no name, no street. */
export const outlineOf = ({
  city,
  state,
  postalCode,
  country,
}: Person): ApplePayJS.ApplePayPaymentContact => ({
  locality: city,
  administrativeArea: state,
  postalCode,
  countryCode: country.toLowerCase(),
})
