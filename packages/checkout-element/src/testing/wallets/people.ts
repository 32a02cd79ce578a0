/** The owners of the simulated wallets: people, their cards, and the emulator's result for each card. */

/** A person in the wallet. */
export type Person = {
  givenName: string
  familyName: string
  email: string
  phone: string
  lines: string[]
  city: string
  state: string
  postalCode: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** Two people with delivery, and one without. */
export const PEOPLE: readonly Person[] = [
  {
    givenName: 'Ada',
    familyName: 'Example',
    email: 'ada@example.com',
    phone: '+353 1 555 0100',
    lines: ['12 Harbor Street'],
    city: 'Dublin',
    state: 'Dublin',
    postalCode: 'D02 X285',
    country: 'IE',
  },
  {
    givenName: 'Ken',
    familyName: 'Sample',
    email: 'ken@example.com',
    phone: '+81 3 5550 0100',
    lines: ['1-2-3 Marunouchi'],
    city: 'Chiyoda',
    state: 'Tokyo',
    postalCode: '100-0005',
    country: 'JP',
  },
  {
    givenName: 'Roald',
    familyName: 'Faraway',
    email: 'roald@example.com',
    phone: '+672 1 555 010',
    lines: ['South Pole Station'],
    city: 'South Pole',
    state: '',
    postalCode: '0000',
    country: 'AQ',
  },
]

/** A card in the wallet, named by its last digits. */
export type DoubleCard = { last4: string; network: 'VISA' | 'MASTERCARD'; note: string }

export const DOUBLE_CARDS: readonly DoubleCard[] = [
  { last4: '4242', network: 'VISA', note: 'pays' },
  { last4: '0002', network: 'VISA', note: 'is declined' },
]
