/** The doubles’ people in Google’s words. */
import type { Person } from './people.ts'

/** No more than prices need, as the page gets it while the window is open. */
export const googleOutline = ({
  city,
  state,
  postalCode,
  country,
}: Person): google.payments.api.IntermediateAddress => ({
  locality: city,
  administrativeArea: state,
  postalCode,
  countryCode: country,
})

/** All of an address, as the page gets it with the authorization. */
export const googleAddress = (person: Person): google.payments.api.Address => ({
  ...googleOutline(person),
  name: `${person.givenName} ${person.familyName}`,
  address1: person.lines[0] ?? '',
  address2: '',
  address3: '',
  phoneNumber: person.phone,
})
