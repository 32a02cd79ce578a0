/** Every end or wait of a checkout has a next step: start again, follow the other tab, finish on PayKKa's page. */
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type { PaykkaDeclineEvent, PaykkaRestartEvent } from '../../../src/index.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout
let view: PublicCheckout
let warnings: { stop(): unknown[] }

const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
const status = () => part('base')?.dataset.status
const words = () => part('panel')?.textContent?.replace(/\s+/g, ' ') ?? ''
const form = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form')

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
  await world.settle()
}

async function show(change: Partial<PublicCheckout> = {}): Promise<void> {
  world.checkout = { ...view, ...change }
  document.body.append(element)
  await element.whenReady
  await settled()
}

/** Fills the form, presses pay, and returns the request. */
async function pay() {
  await fill(form())
  part('pay-button')?.click()
  return await world.call()
}

beforeEach(async () => {
  warnings = collectWarnings()
  localStorage.clear()
  sessionStorage.clear()
  world = new FakeWorld()
  world.surround(PaykkaCheckout)
  view = checkout({ cardEntry: 'inline', cardKey: (await makeKeys()).cardKey, triesLeft: 5 })
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 'first' })
})
afterEach(() => {
  element.remove()
  warnings.stop()
})

describe('the tries of a checkout', () => {
  const declined = payment('declined', { decline: { retry: 'other-card' } })

  it('are announced before the last one', async () => {
    await show({ triesLeft: 2 })
    const call = await pay()
    world.checkout = { ...view, triesLeft: 1, lastPayment: declined }
    call.answer(200, answered(declined))
    await settled()
    expect(status()).to.equal('declined')
    expect(part('notice')?.textContent).to.contain('One try is left.')
  })

  it('end with the last one at once: no unusable form, and the decline is reported', async () => {
    await show({ triesLeft: 1 })
    let reported: PaykkaDeclineEvent | null = null
    element.addEventListener('paykka-decline', (event) => {
      reported = event
    })
    const call = await pay()
    world.checkout = { ...view, triesLeft: 0, lastPayment: declined }
    call.answer(200, answered(declined))
    await settled()
    expect(status()).to.equal('used-up')
    expect(words()).to.contain('Too many attempts to pay').and.to.contain('Nothing was charged')
    expect(part('restart-button')?.textContent?.trim()).to.equal('Start again')
    expect(element.shadowRoot?.querySelector('paykka-card-form')).to.equal(null)
    expect((reported as PaykkaDeclineEvent | null)?.retry).to.equal('other-card')
    await expectAccessible(element)
  })

  it('are over when the page is opened again', async () => {
    await show({ triesLeft: 0, lastPayment: declined })
    expect(status()).to.equal('used-up')
  })

  it('are shown by a slow BFF as the decline that is known', async () => {
    await show({ triesLeft: 2 })
    const call = await pay()
    world.checkout = null
    call.answer(200, answered(declined))
    await settled()
    world.waits.find(({ ms }) => ms === 3000)?.end()
    await settled()
    expect(status()).to.equal('declined')
  })

  it('end where the BFF refuses one more', async () => {
    await show({ triesLeft: 1 })
    const call = await pay()
    world.checkout = { ...view, triesLeft: 0, lastPayment: declined }
    call.answer(409, problem(409, 'too_many_attempts'))
    await settled()
    expect(status()).to.equal('used-up')
  })

  it('go on with another card where only this one is refused', async () => {
    await show()
    const call = await pay()
    world.checkout = { ...view, triesLeft: 3, lastPayment: declined }
    call.answer(409, problem(409, 'too_many_attempts'))
    await settled()
    expect(status()).to.equal('declined')
    expect(part('notice')?.textContent).to.contain('This card cannot be used here. Try another card.')
  })
})

describe('start again', () => {
  const press = async () => {
    part('restart-button')?.click()
    await settled()
  }
  const hear = (answer: (event: PaykkaRestartEvent) => void) =>
    element.addEventListener('paykka-restart', answer)

  for (const [name, change] of [
    ['expired', { status: 'expired' }],
    ['canceled', { status: 'canceled' }],
    ['used-up', { triesLeft: 0 }],
  ] as const)
    it(`goes on with the new checkout that the page brings: ${name}`, async () => {
      await show(change)
      const reasons: string[] = []
      hear((event) => {
        reasons.push(event.reason)
        event.settle(Promise.resolve('second'))
      })
      world.checkout = { ...view, id: `chk_${'b'.repeat(22)}` }
      await press()
      await element.updateComplete
      await settled()
      expect([reasons, element.clientSecret, status()]).to.deep.equal([[name], 'second', 'ready'])
      expect(world.visited).to.deep.equal([])
    })

  it('waits for the promise once, however often it is pressed, and can be pressed again after a failure', async () => {
    await show({ triesLeft: 0 })
    let asked = 0
    let fail: (reason: Error) => void = () => undefined
    hear((event) => {
      asked++
      event.settle(
        new Promise((_, reject) => {
          fail = reject
        }),
      )
    })
    await press()
    await press()
    expect([asked, part('restart-button')?.getAttribute('aria-disabled')]).to.deep.equal([1, 'true'])
    fail(new Error('the shop is down'))
    await settled()
    expect([status(), part('restart-text')?.hidden]).to.deep.equal(['used-up', false])
    await expectAccessible(element)
    await press()
    expect(asked).to.equal(2)
  })

  it('takes the same secret for a failure', async () => {
    await show({ status: 'expired' })
    hear((event) => event.settle('first'))
    await press()
    expect(part('restart-text')?.hidden).to.equal(false)
  })

  it('goes to restart-url', async () => {
    element.setAttribute('restart-url', '/basket')
    await show({ status: 'expired' })
    await press()
    expect(world.visited).to.deep.equal([`${location.origin}/basket`])
  })

  it('goes to the return address of the checkout where nothing else is said', async () => {
    await show({ status: 'expired' })
    await press()
    expect(world.visited).to.deep.equal([view.returnUrl])
  })

  it('goes nowhere where the page prevents it', async () => {
    await show({ status: 'expired' })
    hear((event) => event.preventDefault())
    await press()
    expect([world.visited, status()]).to.deep.equal([[], 'expired'])
  })

  it('leads back to the shop from a checkout whose order is paid with another', async () => {
    await show({ status: 'canceled', cancellationReason: 'superseded' })
    expect(part('restart-button')).to.equal(null)
    expect(part('action-link')?.getAttribute('href')).to.equal(view.returnUrl)
    expect(part('action-link')?.textContent).to.equal('Back to the shop')
  })
})

describe('a payment of another tab', () => {
  const card = { brand: 'mastercard', last4: '4444' }
  const action = { type: 'redirect', url: 'https://bank.example/confirm' } as const

  it('names its card and goes nowhere by itself; the shopper can follow it or wait', async () => {
    await show()
    const call = await pay()
    const other = payment('action_required', { card, action })
    world.checkout = { ...view, status: 'action_required', lastPayment: other }
    call.answer(409, problem(409, 'payment_in_progress'))
    await settled()
    expect([status(), world.visited]).to.deep.equal(['action', []])
    expect(words()).to.contain('A payment with Mastercard ending in 4444 is already under way')
    expect(part('action-link')?.getAttribute('href')).to.equal(action.url)
    expect(part('another-way-button')).not.to.equal(null)
    await expectAccessible(element)
    world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded', { card }) }
    await world.tick()
    await settled()
    expect(status()).to.equal('paid')
  })

  it('names its card while it is processed', async () => {
    await show({ status: 'processing', lastPayment: payment('processing', { card }) })
    expect(words()).to.contain('A payment with Mastercard ending in 4444 is already under way')
  })
})

describe("PayKKa's page", () => {
  const action = { type: 'redirect', url: 'https://page.paykka.example/1' } as const

  type Status = 'processing' | 'unknown' | 'declined' | 'canceled'
  const WAYS = [
    ['alipay_plus', 'Alipay+'],
    ['promptpay', 'PromptPay'],
    ['vietqr', 'VietQR'],
    ['sepa', 'SEPA'],
    ['ideal', 'iDEAL'],
  ] as const
  const SEEN: [Status, string][] = [
    ['processing', 'A payment is already under way'],
    ['unknown', 'Do not pay again'],
    ['declined', 'The payment did not go through'],
    ['canceled', 'You canceled the payment'],
  ]

  for (const [code, name] of WAYS)
    for (const [status, expected] of SEEN)
      it(`speaks of no bank and no card: ${name}, ${status}`, async () => {
        const { card: _none, ...paid } = payment(status, { method: 'hosted', way: { code, name } })
        const decline = status === 'declined' ? { decline: { retry: 'other-card' as const } } : {}
        const isOver = status === 'declined' || status === 'canceled'
        await show({ status: isOver ? 'open' : status, lastPayment: { ...paid, ...decline } })
        const shown = element.shadowRoot?.querySelector('[part~=panel], [part~=notice]')
        const said = shown?.textContent?.replace(/\s+/g, ' ')
        expect(said).to.contain(expected)
        expect(said).not.to.match(/bank|card/i)
      })

  it('is named by what was chosen, and nothing speaks of a bank', async () => {
    const way = { code: 'alipay_plus', name: 'Alipay+' } as const
    const hosted = payment('action_required', { method: 'hosted', way, action })
    await show({ status: 'action_required', lastPayment: hosted })
    expect(words()).to.contain('Finish your payment').and.to.contain('Finish paying with Alipay+')
    expect(words()).not.to.match(/bank/i)
    expect(part('action-link')?.textContent).to.equal('Continue with Alipay+')
  })
})
