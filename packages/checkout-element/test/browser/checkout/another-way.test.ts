/** "Pay another way" during 3-D Secure or on PayKKa's page. */
import { expect } from 'chai'
import type { PublicPayment } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const action = { type: 'redirect', url: 'https://pay.example/page' } as const
const open = checkout({ cardEntry: 'inline' })

let world: FakeWorld
let element: PaykkaCheckout
let atPage: PublicPayment
let payments = 0

const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
const status = () => part('base')?.dataset.status
const text = () => part('another-way-text')?.textContent?.trim()

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
  await world.settle()
}

beforeEach(async () => {
  world = new FakeWorld()
  const id = `pay_${String(++payments).padStart(22, 'a')}`
  atPage = payment('action_required', { id, method: 'hosted', action })
  world.surround(PaykkaCheckout)
  world.checkout = { ...open, status: 'action_required', lastPayment: atPage }
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 's' })
  document.body.append(element)
  await element.whenReady
  await settled()
})
afterEach(() => element.remove())

/** Presses the button. @returns its request */
async function press() {
  part('another-way-button')?.click()
  await settled()
  return world.posts.at(-1) ?? expect.fail('nothing was asked')
}

describe('pay another way', () => {
  it('asks the BFF once, however often it is pressed', async () => {
    const asked = await press()
    await press()
    expect(world.posts.length).to.equal(1)
    expect(new URL(asked.url).pathname).to.equal(`/client/v1/checkout/payments/${atPage.id}/abandon`)
    expect(part('another-way-button')?.ariaDisabled).to.equal('true')
  })

  it('shows the form again when the payment was given up', async () => {
    const asked = await press()
    const left = payment('canceled', { id: atPage.id, method: 'hosted' })
    world.checkout = { ...open, lastPayment: left }
    asked.answer(200, answered(left))
    await settled()
    expect([status(), part('another-way-button')]).to.deep.equal(['canceled', null])
    expect(part('pay-button')).not.to.equal(null)
  })

  it('says "not yet" where the payment may still be confirmed, and can be pressed again', async () => {
    const asked = await press()
    asked.answer(202, { ...answered(atPage), reason: 'at_bank' })
    await settled()
    expect(status()).to.equal('action')
    expect(text()).to.match(/^Not yet/)
    expect(part('action-link')?.getAttribute('href')).to.equal(action.url)
    await expectAccessible(element)
    await press()
    expect(world.posts.length).to.equal(2)
  })

  it('says so too where no answer came', async () => {
    const asked = await press()
    asked.lose()
    await settled()
    expect([status(), text()?.slice(0, 7)]).to.deep.equal(['action', 'Not yet'])
  })

  it('shows what was paid meanwhile', async () => {
    const asked = await press()
    world.checkout = { ...open, status: 'succeeded', lastPayment: payment('succeeded', { method: 'hosted' }) }
    asked.answer(409, problem(409, 'already_paid'))
    await settled()
    expect(status()).to.equal('paid')
  })
})
