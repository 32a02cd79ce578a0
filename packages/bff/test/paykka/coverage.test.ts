/** Every member that PayKKa's reference shows: that it can be sent, that PayKKa gets it, and the page that says where from. */
import { CreateCheckout } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { purchaseBody } from '../../src/paykka/purchase-request.ts'
import { answerUses } from '../support/members/answer-uses.ts'
import { FULL_BROWSER, FULL_CHECKOUT } from '../support/members/build-bodies.ts'
import { leavesOf } from '../support/members/leaves.ts'
import { countSent, coveragePage } from '../support/members/page.ts'
import { ANSWER_EXAMPLE, PURCHASE_EXAMPLE, PURCHASE_FURTHER } from '../support/members/wire-members.ts'
import { NOTIFY_URL, shop, shopper, startWorld } from '../support/world.ts'

describe("the purchase of PayKKa's reference", () => {
  it('has 63 members, and each can be sent', () => {
    expect(new Set(PURCHASE_EXAMPLE).size).toBe(63)
    expect(countSent(PURCHASE_EXAMPLE)).toBe(63)
    expect(countSent(['payment.no_such_member'])).toBe(0)
  })

  it('arrives at PayKKa with every member that the shop and the page gave', async () => {
    const bodies: Record<string, unknown>[] = []
    const world = await startWorld({
      env: { PAYKKA_SEND_TIMESTAMP: 'true' },
      gateway: (real) => ({
        purchase: (purchase) => {
          const body = purchaseBody(purchase, world.config.paykka, NOTIFY_URL, world.clock.now())
          bodies.push(JSON.parse(body.toString()))
          return real.purchase(purchase)
        },
        query: (reference) => real.query(reference),
        close: () => real.close(),
      }),
    })
    const checkout = await shop(world).create(FULL_CHECKOUT)
    const paid = await shopper(world, checkout).pay({
      card: { holderName: 'Winifred Reopell' },
      body: { browser: FULL_BROWSER },
    })
    expect(paid.json().payment.status).toBe('authorized')
    const [received] = world.emulator.requests({ path: '/v3/payment/acq' })
    const arrived = leavesOf(received?.body)
    expect(PURCHASE_EXAMPLE.filter((member) => !arrived.has(member))).toEqual([])
    const customer = PURCHASE_FURTHER.filter((member) => member.startsWith('customer.'))
    expect(customer.filter((member) => !arrived.has(member))).toEqual([])
    // The emulator keeps no card data.
    const masked = /^payment\.(card_no|exp_|cvv)/
    for (const [member, value] of leavesOf(bodies[0]))
      if (!masked.test(member)) expect([member, arrived.get(member)]).toEqual([member, value])
  })
})

describe('a checkout', () => {
  /** Inputs that are not sent to PayKKa, and those from which other members derive. */
  const OURS = ['allowRepeat', 'expiresIn', 'metadata', 'methods', 'recurring', 'saveCard']

  it('has no field that the page does not know', () => {
    const known = [...leavesOf(FULL_CHECKOUT).keys()]
    const fields = fieldsOf(CreateCheckout as unknown as Schema).filter(
      (field) => !OURS.includes(field.split(/[.[]/)[0] ?? ''),
    )
    expect(fields.toSorted()).toEqual(known.toSorted())
  })
})

describe("an answer of PayKKa's reference", () => {
  it('has no member that is not used', () => {
    const uses = answerUses()
    expect(ANSWER_EXAMPLE).toHaveLength(21)
    expect(ANSWER_EXAMPLE.filter((member) => !uses.get(member))).toEqual([])
    expect(uses.get('session_id')).toBe('')
  })
})

it('docs/reference/paykka-coverage.md says all of it (vitest -u writes it)', async () => {
  const page = new URL('../../../../docs/reference/paykka-coverage.md', import.meta.url).pathname
  await expect(coveragePage()).toMatchFileSnapshot(page)
})

type Schema = { properties?: Record<string, Schema>; items?: Schema; type?: string }

/** @returns the leaves of a schema, as `leavesOf` names them */
function fieldsOf(schema: Schema, path = ''): string[] {
  if (schema.items) return fieldsOf(schema.items, `${path}[]`)
  if (!schema.properties) return [path]
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    fieldsOf(field, path ? `${path}.${name}` : name),
  )
}
