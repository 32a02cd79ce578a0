/** People as phones keep them: Apple's and Google's contacts of many countries, and what the element makes of them. */
import type { Faker } from '@faker-js/faker'
import { allFakers } from '@faker-js/faker'
import { randomOf } from '../cards/number-spaces.ts'

/** Countries with the language of their people. */
const PEOPLE: [country: string, language: keyof typeof allFakers][] = [
  ['AT', 'de_AT'],
  ['AU', 'en_AU'],
  ['BD', 'bn_BD'],
  ['BE', 'nl_BE'],
  ['BR', 'pt_BR'],
  ['CA', 'fr_CA'],
  ['CH', 'de_CH'],
  ['CN', 'zh_CN'],
  ['CZ', 'cs_CZ'],
  ['DE', 'de'],
  ['DK', 'da'],
  ['ES', 'es'],
  ['FI', 'fi'],
  ['FR', 'fr'],
  ['GB', 'en_GB'],
  ['GE', 'ka_GE'],
  ['GR', 'el'],
  ['HK', 'en_HK'],
  ['HR', 'hr'],
  ['HU', 'hu'],
  ['ID', 'id_ID'],
  ['IE', 'en_IE'],
  ['IL', 'he'],
  ['IN', 'en_IN'],
  ['IT', 'it'],
  ['JP', 'ja'],
  ['KR', 'ko'],
  ['KW', 'ar'],
  ['LU', 'fr_LU'],
  ['LV', 'lv'],
  ['MX', 'es_MX'],
  ['NL', 'nl'],
  ['NO', 'nb_NO'],
  ['PL', 'pl'],
  ['PT', 'pt_PT'],
  ['RO', 'ro'],
  ['SE', 'sv'],
  ['SK', 'sk'],
  ['TH', 'th'],
  ['TR', 'tr'],
  ['UA', 'uk'],
  ['US', 'en_US'],
  ['VN', 'vi'],
]

export const COUNTRY_COUNT = PEOPLE.length

/** `ApplePayPaymentContact`, as far as it is read. */
type AppleContact = {
  givenName: string
  familyName: string
  emailAddress: string
  phoneNumber: string
  addressLines: string[]
  locality: string
  administrativeArea: string
  postalCode: string
  countryCode: string
}

/** Google's `Address`, as far as it is read. */
type GoogleAddress = {
  name: string
  address1: string
  address2: string
  address3: string
  locality: string
  administrativeArea: string
  postalCode: string
  countryCode: string
  phoneNumber: string
}

export type Person = { given: string; family: string; apple: AppleContact; google: GoogleAddress }

/** @returns the person of that number, always the same */
export function person(index: number): Person {
  const [country, language] = PEOPLE[index % PEOPLE.length] as (typeof PEOPLE)[number]
  const faker = allFakers[language]
  faker.seed(index)
  const phone = new Phone(faker, randomOf(index))
  const given = phone.plain(() => faker.person.firstName())
  const family = phone.plain(() => faker.person.lastName())
  const place = {
    locality: phone.text(() => faker.location.city()),
    administrativeArea: phone.text(() => faker.location.state()),
    postalCode: phone.text(() => faker.location.zipCode()),
    countryCode: phone.pick([country, country, country.toLowerCase()]),
    phoneNumber: phone.text(() => faker.phone.number()),
  }
  const lines = [
    phone.text(() => faker.location.streetAddress(true)),
    phone.text(() => faker.location.secondaryAddress()),
  ]
  const [address1 = '', address2 = ''] = lines
  return {
    given,
    family,
    apple: {
      ...place,
      givenName: given,
      familyName: family,
      emailAddress: phone.text(() => faker.internet.email()),
      addressLines: lines,
    },
    google: { ...place, name: phone.text(() => `${given} ${family}`), address1, address2, address3: '' },
  }
}

/** A phone's address book: data that was pasted, dictated or imported, and never checked. */
class Phone {
  readonly #random: () => number
  readonly #words: Faker

  constructor(words: Faker, random: () => number) {
    this.#words = words
    this.#random = random
  }

  pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random() * of.length)] as T
  }

  /** Not every language has every kind of data. */
  plain(make: () => string): string {
    try {
      return make()
    } catch {
      return ''
    }
  }

  text(make: () => string): string {
    const text = this.plain(make)
    return this.pick([
      text,
      text,
      text,
      text,
      `${text}\r\n`,
      `${text}\t${this.plain(() => this.#words.location.buildingNumber())}`,
      `${text}\u0000`,
      `\u200b${text}\ufeff`,
      `${text} \ud83d`,
      `\ude00${text}`,
      `${text}\u2028${text}`,
      `\u200f${text}\u200e`,
      text.normalize('NFD'),
      `${text} ${text.repeat(30)}`,
      '',
    ])
  }
}

type Billing = Record<string, string>
type ElementContacts = {
  appleContact(contact: AppleContact): object
  googleContact(address: GoogleAddress): object
  addressOf(contact: object): Billing
}

/** The element's own code. Its types need a browser's, which nothing here has. */
const ELEMENT = '../../../checkout-element/src/methods/wallets/wallet-contact.ts'

export const elementContacts = async () =>
  (await import(/* @vite-ignore */ new URL(ELEMENT, import.meta.url).href)) as ElementContacts
