/** Every state that a shopper can see has the next steps of `docs/reference/ways-on.md`, and they can be pressed. */
import { expect } from 'chai'
import { WAYS } from '../../../scripts/ways-on-table.ts'
import type { Problem, PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeWorld, problem } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout
let view: PublicCheckout
let warnings: { stop(): unknown[] }

const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
const url = 'https://bank.example/confirm'

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
  await world.settle()
}

const open = async (change: Partial<PublicCheckout> | null) => {
  world.checkout = change && { ...view, ...change }
  document.body.append(element)
  await settled()
  if (change) await element.whenReady
  await settled()
}

async function pay() {
  await open({})
  await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
  part('pay-button')?.click()
  return await world.call()
}

const refused =
  (status: number, code: Problem['code'], more: Partial<Problem> = {}) =>
  async () =>
    (await pay()).answer(status, problem(status, code, more))

const stopped = (status: number, code: Problem['code']) => async () => {
  await open(null)
  ;(await world.call()).answer(status, problem(status, code))
}

/** How to reach each status of the table. */
const WALKS: Record<keyof typeof WAYS, () => Promise<void>> = {
  loading: () => open(null),
  ready: () => open({}),
  declined: () => open({ lastPayment: payment('declined', { decline: { retry: 'other-card' } }) }),
  canceled: () => open({ lastPayment: payment('canceled') }),
  'amount-changed': refused(409, 'amount_changed', {
    shown: { value: 1, currency: 'EUR', display: '€0.01' },
    current: { value: 2, currency: 'EUR', display: '€0.02' },
    version: 2,
  }),
  failed: refused(503, 'busy'),
  paying: async () => void (await pay()),
  action: () =>
    open({
      status: 'action_required',
      lastPayment: payment('action_required', { action: { type: 'redirect', url } }),
    }),
  processing: () => open({ status: 'processing', lastPayment: payment('processing') }),
  unknown: () => open({ status: 'unknown', lastPayment: payment('unknown') }),
  paid: () => open({ status: 'succeeded', lastPayment: payment('succeeded') }),
  'used-up': () => open({ triesLeft: 0 }),
  expired: () => open({ status: 'expired' }),
  'canceled by the shop': () => open({ status: 'canceled' }),
  superseded: () => open({ status: 'canceled', cancellationReason: 'superseded' }),
  'stopped, for now': stopped(503, 'busy'),
  'stopped, permanently': stopped(401, 'unauthorized'),
}

beforeEach(async () => {
  warnings = collectWarnings()
  localStorage.clear()
  sessionStorage.clear()
  world = new FakeWorld()
  world.surround(PaykkaCheckout)
  view = checkout({ cardEntry: 'inline', cardKey: (await makeKeys()).cardKey })
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 'secret' })
})
afterEach(() => {
  element.remove()
  warnings.stop()
})

for (const [word, walk] of Object.entries(WALKS) as [keyof typeof WAYS, () => Promise<void>][])
  it(`has a way on: ${word}`, async () => {
    await walk()
    await settled()
    const kind = word.replace(/,.*| by.*/, '').replace('superseded', 'canceled')
    expect(part('base')?.dataset.status).to.equal(kind)
    expect(WAYS[word].ways.length).to.be.above(0)
    for (const { part: name } of WAYS[word].ways) {
      if (name === null) continue
      const way = part(name)
      expect(way?.checkVisibility({ visibilityProperty: true }), name).to.equal(true)
      expect(way?.getAttribute('aria-disabled') ?? 'false', name).to.equal('false')
    }
    // A waiting state continues polling.
    if (['action', 'processing', 'unknown'].includes(word))
      expect(world.waits.some(({ ms }) => ms <= 10_000)).to.equal(true)
  })
