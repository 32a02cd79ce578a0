/**
 * The browser's layout shift score, in every language and at three widths: during loading, an error, a press, a decline, a
 * new amount, a result, and after the return from the bank. README: "nothing jumps".
 */
import { setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { CHECKOUT_ID, checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

/** A fifth of the usual limit for a good score; and the limit right after an input, where nothing may move. */
const LIMIT = 0.02
const AT_ONCE = 0.0005

type Shift = PerformanceEntry & { value: number }

let world: FakeWorld
let element: PaykkaCheckout
let page: HTMLElement
let keys: Keys
let warnings: { stop(): unknown[] }
let observer: PerformanceObserver
let shifts: Shift[] = []

const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
const picture = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

/** The layout shift since the last call. */
async function moved(): Promise<number> {
  await world.settle()
  await element.updateComplete
  await picture()
  await picture()
  shifts.push(...(observer.takeRecords() as Shift[]))
  return shifts.splice(0).reduce((sum, { value }) => sum + value, 0)
}

/** The page loads again after the return from the bank; the secret was stored before. */
function comeBack(): void {
  world.returned = CHECKOUT_ID
  const stored = { secret: 's', bffUrl: 'https://pay.shop.example', until: world.now() + 60_000 }
  localStorage.setItem(`paykka-checkout:secret:${CHECKOUT_ID}`, JSON.stringify(stored))
}

/** A page with a heading above the element and a footer below it. */
async function open(locale: string, view: PublicCheckout, secret = 'secret'): Promise<void> {
  world = new FakeWorld()
  if (!secret) comeBack()
  world.surround(PaykkaCheckout)
  page = document.createElement('main')
  page.innerHTML = '<h1>Checkout</h1><p class="below">Thank you for shopping with us.</p>'
  element = document.createElement('paykka-checkout')
  Object.assign(element, {
    cardEntry: 'inline',
    bffUrl: 'https://pay.shop.example',
    clientSecret: secret,
    locale,
  })
  page.querySelector('h1')?.after(element)
  document.body.replaceChildren(page)
  await picture()
  observer.takeRecords()
  shifts = []
  const call = await world.call()
  call.answer(200, view)
  world.checkout = view
  await element.whenReady
}

before(async function () {
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) this.skip()
  keys = await makeKeys()
})
beforeEach(() => {
  warnings = collectWarnings()
  localStorage.clear()
  sessionStorage.clear()
  observer = new PerformanceObserver((list) => shifts.push(...(list.getEntries() as Shift[])))
  observer.observe({ type: 'layout-shift' })
})
afterEach(() => {
  observer?.disconnect()
  warnings?.stop()
  page?.remove()
})
after(() => setViewport({ width: 800, height: 600 }))

const pay = async () => {
  part('pay-button')?.click()
  return await world.call()
}

for (const width of [320, 390, 1280])
  for (const locale of ['en', ...LOCALES])
    it(`stays still (${locale}, ${width} px)`, async () => {
      await setViewport({ width, height: width < 500 ? 844 : 800 })
      const view = checkout({ cardEntry: 'inline', cardKey: keys.cardKey, triesLeft: 5 })
      await open(locale, view)
      const score: Record<string, number> = { load: await moved() }

      part('pay-button')?.click()
      score.mistakes = await moved()

      await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
      await moved()
      const first = await pay()
      score.press = await moved()
      const declined = payment('declined', { decline: { retry: 'contact-bank' } })
      world.checkout = { ...view, lastPayment: declined }
      first.answer(200, answered(declined))
      score.decline = await moved()

      const second = await pay()
      score['press again'] = await moved()
      const current = { value: 5999, currency: 'EUR', display: '€59.99', decimals: 2 }
      world.checkout = { ...view, amount: current, version: 2, lastPayment: declined }
      second.answer(409, problem(409, 'amount_changed', { shown: view.amount, current, version: 2 }))
      score['new amount'] = await moved()

      const third = await pay()
      score['third press'] = await moved()
      world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
      third.answer(200, answered(payment('succeeded')))
      score.success = await moved()

      for (const [step, value] of Object.entries(score)) {
        const limit = step.includes('press') || step === 'mistakes' ? AT_ONCE : LIMIT
        expect(value, `${step}: ${JSON.stringify(score)}`).to.be.at.most(limit)
      }
    })

/** The results of 3-D Secure. */
const ENDS = {
  succeeded: { status: 'succeeded', lastPayment: payment('succeeded') },
  unknown: { status: 'unknown', lastPayment: payment('unknown') },
  declined: {
    status: 'open',
    lastPayment: payment('declined', { decline: { retry: 'contact-bank', reason: 'authentication' } }),
  },
} as const

for (const width of [320, 390, 1280])
  for (const locale of ['en', 'de', 'ar'])
    for (const [end, change] of Object.entries(ENDS))
      it(`stays still when the shopper comes back from the bank: ${end} (${locale}, ${width} px)`, async () => {
        await setViewport({ width, height: 844 })
        await open(locale, { ...checkout({ cardEntry: 'inline', cardKey: keys.cardKey }), ...change }, '')
        expect(part(end === 'declined' ? 'notice' : 'panel')?.textContent).to.match(/\S/)
        expect(await moved()).to.be.at.most(LIMIT)
      })

it('is seen when something does move, which the others rely on', async () => {
  await setViewport({ width: 390, height: 844 })
  await open('en', checkout({ cardEntry: 'inline', cardKey: keys.cardKey }))
  await moved()
  element.style.marginBlockStart = '120px'
  expect(await moved()).to.be.above(0.05)
})
