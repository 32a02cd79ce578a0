/** The people of the doubles in Google's format. */
import type { Person } from './people.ts'

/** Only what prices need, as the page gets it while the window is open. */
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

/** The complete address, as the page gets it with the authorization. */
export const googleAddress = (person: Person): google.payments.api.Address => ({
  ...googleOutline(person),
  name: `${person.givenName} ${person.familyName}`,
  address1: person.lines[0] ?? '',
  address2: '',
  address3: '',
  phoneNumber: person.phone,
})
