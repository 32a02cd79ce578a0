/** Whatever decorates a body: what is read of it fits the strict schemas, and what is exact stays untouched. */
import {
  CreateCheckout,
  RecurringChargeRequest,
  RefundRequest,
  UpdateCheckout,
} from '@paykka-checkout/shared-types'
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { readDecoration } from '../../src/checkouts/read-decoration.ts'
import { TABLES } from '../domain/tables.ts'
import { FULL_CHECKOUT } from '../support/members/build-bodies.ts'

/** Values of all tables, random texts, and other JSON values. */
const tabled = TABLES.flatMap(({ rows }) => rows.map(([given]) => given))
const scalars = fc.oneof(
  fc.constantFrom(...tabled),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.jsonValue(),
)
const membersOf = (names: string[]) =>
  fc.dictionary(fc.constantFrom(...names), scalars, { maxKeys: 8, noNullPrototype: true })

const ADDRESS = Object.keys(FULL_CHECKOUT.billing ?? {})
const SHOPPER = Object.keys(FULL_CHECKOUT.shopper ?? {}).filter((name) => !['ip', 'reference'].includes(name))
const decoration = {
  billing: fc.oneof(membersOf(ADDRESS), fc.constantFrom(null, '', [], 'x', 7)),
  shipping: membersOf(ADDRESS),
  shopper: membersOf(SHOPPER),
  goods: fc.oneof(
    fc.array(membersOf(['id', 'name', 'price', 'quantity', 'link', 'pictureUrl', 'deliveryDate', 'brand'])),
    scalars,
  ),
  metadata: fc.oneof(
    fc.dictionary(fc.string({ unit: 'binary' }), scalars, { noNullPrototype: true }),
    scalars,
  ),
  locale: scalars,
  descriptor: scalars,
}

/** What must arrive as it is, right or wrong. */
const exact = fc.record({
  orderReference: fc.oneof(fc.string(), fc.constant(null)),
  amount: fc.oneof(
    fc.record({ value: fc.oneof(fc.integer(), fc.string(), fc.double()), currency: fc.string() }),
    fc.constantFrom(null, '', '10.99', 1099),
  ),
  returnUrl: fc.string(),
  agreementId: fc.string(),
  version: fc.oneof(fc.integer(), fc.string()),
})

describe('reading what decorates a body', () => {
  const valid = {
    orderReference: 'o-1',
    amount: { value: 1099, currency: 'EUR' },
    returnUrl: 'https://shop.example/',
  }

  it('gives what the strict schema of a checkout takes', () => {
    fc.assert(
      fc.property(fc.record(decoration, { requiredKeys: [] }), (given) => {
        const { body } = readDecoration({ ...given, ...valid })
        const [first] = Value.Errors(CreateCheckout, body)
        expect([first?.instancePath, first?.message]).toEqual([undefined, undefined])
      }),
      { numRuns: 500 },
    )
  })

  const { goods, billing, shipping, shopper, metadata, descriptor } = decoration
  const others: [string, fc.Arbitrary<object>, object, TSchema][] = [
    ['a change', fc.record({ goods }), { amount: valid.amount }, UpdateCheckout],
    [
      'a charge',
      fc.record({ goods, billing, shipping, shopper, metadata, descriptor }),
      { ...valid, agreementId: `agr_${'a'.repeat(22)}` },
      RecurringChargeRequest,
    ],
    [
      'a refund',
      fc.record({ customer: membersOf(['firstName', 'lastName', 'email', 'phoneAreaCode', 'phoneNumber']) }),
      {},
      RefundRequest,
    ],
  ]
  it.each(others)('gives what the strict schema of %s takes', (_name, arbitrary, rest, schema) => {
    fc.assert(
      fc.property(arbitrary, (given) => Value.Check(schema, readDecoration({ ...given, ...rest }).body)),
      { numRuns: 200 },
    )
  })

  it('leaves money, versions, ids and references as they are, right or wrong', () => {
    fc.assert(
      fc.property(exact, fc.record(decoration, { requiredKeys: [] }), (facts, given) => {
        const { body } = readDecoration({ ...facts, ...given })
        expect(body).toMatchObject(facts)
      }),
    )
  })

  it('takes anything at all', () => {
    fc.assert(fc.property(fc.jsonValue(), (given) => void readDecoration(given)))
    for (const given of [undefined, null, 'x', 7, [], [null]])
      expect(readDecoration(given)).toEqual({ body: given, warnings: [] })
  })

  it('changes nothing of a checkout that is written as it is kept', () => {
    expect(readDecoration(FULL_CHECKOUT)).toEqual({ body: FULL_CHECKOUT, warnings: [] })
  })

  it('leaves members it does not know to the schema', () => {
    const given = {
      billing: { company: 'Ada Ltd' },
      goods: [{ sku: 'x', id: '1', name: 'x', price: 1, quantity: 1 }],
      colour: 1,
    }
    expect(readDecoration(given).body).toEqual(given)
  })

  it('takes an empty choice for none, and never an empty amount', () => {
    const empty = {
      capture: '',
      saveCard: null,
      recurring: null,
      methods: null,
      expiresIn: null,
      allowRepeat: null,
    }
    expect(readDecoration({ ...empty, shopper: { reference: null, ip: '' } }).body).toEqual({ shopper: {} })
    expect(readDecoration({ amount: null, version: '' }).body).toEqual({ amount: null, version: '' })
  })

  it('reports a delivery that is not sent to PayKKa', () => {
    const shipping = { lastName: 'Byron', line1: '1 St', city: 'Dubai' }
    const reported = (given: object) => readDecoration(given).warnings
    expect(reported({ shipping })).toEqual([
      { field: '/shipping', reason: 'left_out', message: 'PayKKa needs postalCode too' },
    ])
    expect(reported({ shipping: { ...shipping, postalCode: '1' } })).toEqual([])
    const { lastName: _lastName, ...nameless } = { ...shipping, postalCode: '1' }
    expect(reported({ shipping: nameless, shopper: { lastName: 'Byron' } })).toEqual([])
    expect(reported({ shipping: {} })).toEqual([])
  })

  it('takes an address with nothing in it for none, so that another one counts', () => {
    expect(readDecoration({ billing: {}, shipping: { city: '', email: 'none' } })).toEqual({
      body: {},
      warnings: [{ field: '/shipping/email', reason: 'left_out', message: 'is not an e-mail address' }],
    })
  })

  it('reports at most a hundred fields, and the number of others', () => {
    const goods = Array.from({ length: 150 }, () => ({ id: '1', name: ' x', price: 1, quantity: 1 }))
    const { warnings } = readDecoration({ goods })
    expect(warnings).toHaveLength(100)
    expect(warnings.at(-1)).toEqual({ field: '', reason: 'changed', message: '51 more fields' })
  })

  it("reads the name on a card of PayKKa's script", () => {
    const method = { type: 'encrypted_card', holderName: ' Ada\n', encryptedCVV: ' x ' }
    expect(readDecoration({ method, version: 1 })).toEqual({
      body: { method: { ...method, holderName: 'Ada' }, version: 1 },
      warnings: [{ field: '/method/holderName', reason: 'changed' }],
    })
  })
})
