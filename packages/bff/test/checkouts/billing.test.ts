import type { Address } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { billingToCollect, mergeBilling } from '../../src/checkouts/billing.ts'

const HOME = { line1: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' }
const ADA = { firstName: 'Ada', lastName: 'Lovelace' }

const CASES: [
  what: string,
  known: Address | undefined,
  given: Address | undefined,
  merged: Address | undefined,
][] = [
  ['nothing', undefined, undefined, undefined],
  ['what the shop knows', HOME, undefined, HOME],
  ['what was typed', undefined, HOME, HOME],
  ['a name beside a known place', HOME, ADA, { ...ADA, ...HOME }],
  ['a place beside a known name', ADA, HOME, { ...ADA, ...HOME }],
  [
    'another place as a whole',
    { ...HOME, line2: '3rd floor' },
    { line1: 'Rue 2', country: 'FR' },
    { line1: 'Rue 2', country: 'FR' },
  ],
  ['a code that confirms the place', HOME, { country: 'DE', postalCode: '10115' }, HOME],
  [
    'a code in another spelling',
    { ...HOME, country: 'GB', postalCode: 'SW1A 1AA' },
    { country: 'GB', postalCode: 'sw1a1aa' },
    { ...HOME, country: 'GB', postalCode: 'SW1A 1AA' },
  ],
  [
    'a code of another place',
    HOME,
    { country: 'DE', postalCode: '80331' },
    { country: 'DE', postalCode: '80331' },
  ],
  ['another country', HOME, { country: 'AT' }, { country: 'AT' }],
  ['one name of two', ADA, { lastName: 'King' }, { lastName: 'King' }],
  [
    'an e-mail address',
    { ...HOME, email: 'a@b.example' },
    { email: 'c@d.example' },
    { ...HOME, email: 'c@d.example' },
  ],
  [
    'a telephone in two parts',
    { phoneAreaCode: '49', phoneNumber: '301' },
    { phoneNumber: '302' },
    { phoneNumber: '302' },
  ],
]

describe('billing details of two sources', () => {
  it.each(CASES)('%s', (_, known, given, merged) => {
    expect(mergeBilling(known, given)).toEqual(merged)
  })
})

describe('what the form may show', () => {
  it('is nothing when nothing is known and nothing is asked', () => {
    expect(billingToCollect('open', {}, 'AUTO')).toBeUndefined()
  })

  it.each([
    ['the deployment', {}, 'REQUIRED', true],
    ['the checkout', { billingAddressCollection: 'REQUIRED' }, 'AUTO', true],
    ['neither', { billingAddressCollection: 'AUTO', billing: HOME }, 'REQUIRED', false],
  ])('is required by %s', (_, details, collection, required) => {
    expect(billingToCollect('open', details, collection)?.required).toBe(required)
  })

  it('is the bill, with the shopper where it has no name, and the place of the delivery', () => {
    const shopper = { reference: 'ada', ...ADA, email: 'ada@mail.example', dateOfBirth: '1990-01-31' }
    const shipping = { ...HOME, email: 'gift@mail.example', phoneNumber: '301234' }
    expect(billingToCollect('open', { billing: HOME, shipping, shopper }, 'AUTO')).toEqual({
      required: false,
      known: { ...ADA, ...HOME, email: 'ada@mail.example' },
      delivery: HOME,
    })
  })

  it.each(['processing', 'succeeded', 'canceled', 'expired'] as const)('is nothing once %s', (status) => {
    expect(billingToCollect(status, { billing: HOME }, 'REQUIRED')).toBeUndefined()
  })
})
