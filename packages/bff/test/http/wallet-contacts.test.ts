/** 500 people of more than 40 countries pay with both wallets: none is refused after they have authorized. */
import { Address } from '@paykka-checkout/shared-types'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { shareWorld } from '../support/shared-world.ts'
import type { Person } from '../support/wallet-contacts.ts'
import { COUNTRY_COUNT, elementContacts, person } from '../support/wallet-contacts.ts'
import { appleToken, googleToken, payWith, WALLETS } from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { shop } from '../support/world.ts'

const MANY = 500
const PEOPLE = Array.from({ length: MANY }, (_, index) => person(index))
const world = shareWorld({ env: { ...WALLETS, LOG_LEVEL: 'fatal' } })
const { appleContact, googleContact, addressOf } = await elementContacts()

type Billing = Record<string, unknown>

const WALLET_NAMES = ['apple_pay', 'google_pay'] as const
type Wallet = (typeof WALLET_NAMES)[number]

const contactOf = (wallet: Wallet, { apple, google }: Person): Billing =>
  addressOf(wallet === 'apple_pay' ? appleContact(apple) : googleContact(google))

/** As a page would send it that cleans nothing. */
const rawOf = ({ apple }: Person): Billing => ({
  firstName: apple.givenName,
  lastName: apple.familyName,
  line1: apple.addressLines[0],
  line2: apple.addressLines[1],
  city: apple.locality,
  state: apple.administrativeArea,
  postalCode: apple.postalCode,
  country: apple.countryCode,
  email: apple.emailAddress,
  phoneNumber: apple.phoneNumber,
})

/** @returns what went wrong, undefined when nothing did */
async function buy(of: World, wallet: Wallet, billing: Billing): Promise<string | undefined> {
  const checkout = await shop(of).create()
  const token = wallet === 'apple_pay' ? await appleToken(of, checkout) : await googleToken(of)
  const answer = await payWith(of, checkout, { type: wallet, token }, { billing })
  const { status } = answer.json().payment ?? {}
  return status === 'succeeded' ? undefined : `${JSON.stringify(billing)}: ${answer.body}`
}

function sentBill(): Billing {
  const last = world().emulator.requests({ path: '/v3/payment/acq' }).at(-1)
  return (last?.body as { bill?: Billing } | undefined)?.bill ?? {}
}

describe.each(WALLET_NAMES)('contacts from %s', (wallet) => {
  it('are all taken after the shopper has authorized', { timeout: 300_000 }, async () => {
    const refused: string[] = []
    for (const one of PEOPLE) {
      const billing = contactOf(wallet, one)
      const problem = await buy(world(), wallet, billing)
      if (problem) refused.push(problem)
      else expect(sentBill().country).toBe(billing.country)
    }
    expect(refused).toEqual([])
    expect(world().emulator.ledger().rejected).toEqual([])
  })

  it('are taken from a page that cleans nothing', { timeout: 300_000 }, async () => {
    const refused: string[] = []
    for (const one of PEOPLE.filter((_, index) => index % 5 === 0))
      refused.push(...[await buy(world(), wallet, rawOf(one))].filter((problem) => problem !== undefined))
    expect(refused).toEqual([])
    expect(world().emulator.ledger().rejected).toEqual([])
  })
})

const STRAY = /[\p{Cc}\p{Cs}\p{Zl}\u200b\ufeff]/u

describe('the people', () => {
  it('come from more than 40 countries, and every third phone keeps something that no address has', () => {
    expect(COUNTRY_COUNT).toBeGreaterThan(40)
    const texts = ({ apple }: Person) => Object.values(apple).flat().join('')
    const odd = PEOPLE.filter((one) => STRAY.test(texts(one)))
    expect(odd.length).toBeGreaterThan(MANY / 3)
    // The strict schema of an address refuses most of them as they are.
    const taken = PEOPLE.filter((one) => Value.Check(Address, rawOf(one)))
    expect(taken.length).toBeLessThan(MANY / 3)
  })

  it('keep their names as Apple gives them', () => {
    for (const one of PEOPLE) {
      const { firstName, lastName } = contactOf('apple_pay', one)
      expect([firstName, lastName]).toEqual([one.given, one.family])
    }
  })
})
