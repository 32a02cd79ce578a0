/** The moment between paying and its result: the spinner becomes a tick, and only then the page learns of the success. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import type { Call } from '../../support/fake-world.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout
let warnings: { stop(): unknown[] }
let successes = 0

const one = (selector: string) => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null
const status = () => one('[part="base"]')?.dataset.status
const textOf = (selector: string) => one(selector)?.textContent?.replace(/\s+/g, ' ').trim()

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
}

async function pay(payButton = 'default'): Promise<Call> {
  const { cardKey } = await makeKeys()
  const view = checkout({ cardEntry: 'inline', cardKey })
  element = document.createElement('paykka-checkout')
  Object.assign(element, {
    cardEntry: 'inline',
    bffUrl: 'https://pay.shop.example',
    clientSecret: 'secret',
    payButton,
  })
  document.body.append(element)
  const read = await world.call()
  read.answer(200, view)
  await element.whenReady
  element.addEventListener('paykka-success', () => successes++)
  await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
  void element.submit()
  return await world.call()
}

beforeEach(() => {
  world = new FakeWorld()
  world.holdsMoments = true
  world.surround(PaykkaCheckout)
  warnings = collectWarnings()
  successes = 0
})
afterEach(() => {
  warnings.stop()
  element.remove()
})

for (const [word, title] of [
  ['succeeded', 'Payment successful'],
  ['authorized', 'Payment confirmed'],
] as const)
  it(`shows a tick before the page learns of a payment that ${word}`, async () => {
    const call = await pay()
    expect(one('[part="pay-button"] .spinner')).not.to.equal(null)
    const height = one('[part="pay-button"]')?.offsetHeight
    call.answer(200, answered(payment(word)))
    await settled()
    expect(one('[part="pay-button"] .spinner')).to.equal(null)
    expect(one('[part="pay-button"] .tick')).not.to.equal(null)
    expect([textOf('[part="pay-button"]'), status(), successes]).to.deep.equal([title, 'paying', 0])
    expect(one('[part="pay-button"]')?.offsetHeight, 'nothing moves').to.equal(height)
    await expectAccessible(element)
    await world.tick()
    await settled()
    expect([status(), successes]).to.deep.equal(['paid', 1])
  })

it('shows no tick for a decline', async () => {
  const call = await pay()
  call.answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
  await settled()
  world.calls.at(-1)?.answer(200, checkout())
  await settled()
  expect(one('[part="pay-button"] .tick')).to.equal(null)
  expect(status()).to.equal('declined')
})

it("does not wait where the page's own button paid", async () => {
  const call = await pay('none')
  call.answer(200, answered(payment('succeeded')))
  await settled()
  expect([status(), successes]).to.deep.equal(['paid', 1])
})

it('raises no event when the element left the page meanwhile', async () => {
  const call = await pay()
  call.answer(200, answered(payment('succeeded')))
  await settled()
  element.remove()
  await world.tick()
  expect(successes).to.equal(0)
})
