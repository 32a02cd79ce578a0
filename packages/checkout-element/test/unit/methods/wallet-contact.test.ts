/** Contacts of a phone become addresses that the BFF accepts, and names stay unchanged. */
import { describe, expect, it } from 'vitest'
import { addressOf, appleContact, googleContact } from '../../../src/methods/wallets/wallet-contact.ts'

const COUNTRIES =
  'AT AU BE BG BR CA CH CN CY CZ DE DK EE ES FI FR GB GR HK HR HU ID IE IN IT JP KR LT LU LV MX NL NO NZ PL PT SE SG TH US'.split(
    ' ',
  )
const ODD = [
  'Ada',
  'Mary Ann',
  'Łucja-Zoë',
  '王小明',
  'محمد',
  'J\u200boe',
  'a\tb',
  'x\r\ny',
  'n\0l',
  'cut 😀'.slice(0, -1),
]

/** The BFF's schema of an address accepts all of these. */
const TAKEN = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u

describe('a contact of a wallet', () => {
  it.each([
    ['Mary Ann', 'Smith', { firstName: 'Mary Ann', lastName: 'Smith' }],
    ['Ana', 'de la Cruz', { firstName: 'Ana', lastName: 'de la Cruz' }],
    ['', 'Sukarno', { lastName: 'Sukarno' }],
    ['Madonna', undefined, { firstName: 'Madonna' }],
  ])("keeps Apple's names as given: %j %j", (givenName, familyName, expected) => {
    const contact = { givenName, ...(familyName !== undefined && { familyName }) }
    expect(addressOf(appleContact(contact))).toEqual(expected)
  })

  it("takes the first word of Google's one name for the first name", () => {
    expect(addressOf(googleContact({ name: ' Ada  King Lovelace\n' }))).toEqual({
      firstName: 'Ada',
      lastName: 'King Lovelace',
    })
  })

  it('take e-mail and phone of the delivery where the bill has none', () => {
    const bill = { givenName: 'Ada', familyName: 'Lovelace', countryCode: 'de' }
    const delivery = { givenName: 'Gift', emailAddress: 'ada@mail.example', phoneNumber: '+49 30 123456' }
    expect(addressOf(appleContact(bill, delivery))).toEqual({
      firstName: 'Ada',
      lastName: 'Lovelace',
      country: 'DE',
      email: 'ada@mail.example',
      phoneNumber: '+49 30 123456',
    })
    expect(addressOf(googleContact({ name: 'Ada', phoneNumber: '030 123456' }, 'ada@mail.example'))).toEqual({
      firstName: 'Ada',
      email: 'ada@mail.example',
      phoneNumber: '030 123456',
    })
  })

  it('is taken in 500 odd forms of 40 countries, with nothing but text in it', () => {
    expect(COUNTRIES).toHaveLength(40)
    for (let index = 0; index < 500; index++) {
      const odd = ODD[index % ODD.length] ?? ''
      const long = index % 7 === 0 ? `${odd}${'😀'.repeat(150)}` : odd
      const contact = appleContact({
        givenName: long,
        familyName: `${odd}\u2028${long}`,
        addressLines: [long, '', `\t${odd}\n2`, long],
        locality: `${long}\n`,
        administrativeArea: odd,
        postalCode: ` ${index}\t`,
        countryCode: COUNTRIES[index % 40]?.toLowerCase() ?? '',
        emailAddress: index % 3 === 0 ? 'not an address' : 'ada@shop.example',
      })
      const address = addressOf(contact)
      for (const [name, text] of Object.entries(address)) {
        expect(text, `${name} of ${index}`).toMatch(TAKEN)
        expect(text).toBe(text.trim())
      }
      expect(address.country).toBe(COUNTRIES[index % 40])
      expect(address.firstName?.length).toBeLessThanOrEqual(64)
      expect(address.line1?.length).toBeLessThanOrEqual(200)
    }
  })

  it('passes no control characters to the page either', () => {
    expect(appleContact({ addressLines: ['a\tb', '\n'], locality: 'x\0' })).toEqual({
      lines: ['a b'],
      city: 'x',
    })
  })
})
