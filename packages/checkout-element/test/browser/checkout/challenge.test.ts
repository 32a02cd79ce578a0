import { setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'

customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let view: PublicCheckout
let element: PaykkaCheckout

const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
const dialog = () => element.shadowRoot?.querySelector('dialog') ?? null
const status = () => part('base')?.dataset.status
const wrapper = () => (part('challenge-frame') as HTMLIFrameElement | null)?.contentDocument
const bankFrame = () => wrapper()?.querySelector('iframe') ?? null
const bankText = () => bankFrame()?.contentDocument?.querySelector('h1')?.textContent

async function eventually(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 800 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

/** Pays with a card that requires 3-D Secure. */
async function payToBank(url = `${location.origin}/bank`): Promise<void> {
  document.body.append(element)
  await element.whenReady
  await world.settle()
  await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
  part('pay-button')?.click()
  const call = await world.call()
  const lastPayment = payment('action_required', { action: { type: 'redirect', url } })
  world.checkout = { ...view, status: 'action_required', lastPayment }
  call.answer(200, answered(lastPayment))
}

/** The page was hidden behind another app and is visible again. */
async function comeBack(): Promise<void> {
  for (const hidden of [true, false]) {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  Reflect.deleteProperty(document, 'hidden')
  await world.settle()
}

const succeed = () => {
  world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
}

beforeEach(async () => {
  world = new FakeWorld()
  world.surround(PaykkaCheckout)
  const { cardKey } = await makeKeys()
  view = checkout({ cardEntry: 'inline', cardKey })
  world.checkout = view
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: location.origin, clientSecret: 'secret' })
})
afterEach(() => element.remove())

describe('challenge="modal"', () => {
  beforeEach(() => element.setAttribute('challenge', 'modal'))

  it("shows the bank's page in a dialog, and the result when the bank is done", async () => {
    await payToBank()
    await eventually(() => bankText() === 'Confirm this payment')
    expect([status(), dialog()?.open, world.visited.length]).to.deep.equal(['action', true, 0])
    expect(bankFrame()?.title).to.equal('Confirm with your bank')
    await expectAccessible(element)
    succeed()
    bankFrame()?.setAttribute('src', '/challenge-over')
    await eventually(() => status() === 'paid')
    await eventually(() => dialog() === null)
  })

  it("gives the bank's page what passkeys and Secure Payment Confirmation need, wherever it goes", async () => {
    await payToBank()
    await eventually(() => bankText() === 'Confirm this payment')
    for (const frame of [part('challenge-frame'), bankFrame()])
      for (const feature of ['payment', 'publickey-credentials-get', 'publickey-credentials-create'])
        expect(frame?.getAttribute('allow')).to.match(new RegExp(`(^|; )${feature} \\*(;|$)`))
    type Policed = { featurePolicy?: { allowsFeature(feature: string): boolean } }
    // Only Chromium reports the permissions of a page.
    const policy = (bankFrame()?.contentDocument as Policed | null)?.featurePolicy
    expect(policy?.allowsFeature('publickey-credentials-get') ?? true).to.equal(true)
  })

  for (const [width, height] of [
    [1280, 900],
    [800, 700],
    [390, 844],
    [320, 568],
  ] as const)
    it(`leaves the bank's page the sizes it may be laid out for: ${width} x ${height}`, async () => {
      await setViewport({ width, height })
      await payToBank()
      await eventually(() => bankText() === 'Confirm this payment')
      const page = bankFrame()?.contentDocument?.documentElement ?? document.body
      // Not every engine has exactly the window that it was asked for, or has it at once.
      const isSmall = () => innerWidth <= 664 || innerHeight <= 784
      await eventually(() => page.clientWidth >= (isSmall() ? innerWidth : 600))
      await eventually(() => page.clientHeight >= (isSmall() ? innerHeight - 168 : 600))
      await setViewport({ width: 800, height: 600 })
    })

  for (const app of [
    'Instagram 357.0',
    '[FBAN/FBIOS;FBAV/489.0]',
    'MicroMessenger/8.0',
    'BytedanceWebview/d8',
  ])
    it(`goes to the bank in the tab inside another app: ${app}`, async () => {
      const userAgent = `${navigator.userAgent} ${app}`
      Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true })
      try {
        await payToBank()
        await eventually(() => world.visited.length === 1)
        expect([world.visited, dialog()]).to.deep.equal([[`${location.origin}/bank`], null])
      } finally {
        Reflect.deleteProperty(navigator, 'userAgent')
      }
    })

  it("keeps the bank's page while the shopper is in their bank's app, and asks when they are back", async () => {
    await payToBank()
    await eventually(() => bankText() === 'Confirm this payment')
    const frame = bankFrame()
    await comeBack()
    expect([status(), dialog()?.open, bankFrame() === frame]).to.deep.equal(['action', true, true])
    succeed()
    await comeBack()
    await eventually(() => status() === 'paid' && dialog() === null)
  })

  it('closes when the payment goes on elsewhere', async () => {
    await payToBank()
    await eventually(() => dialog()?.open === true)
    succeed()
    await world.tick()
    await eventually(() => status() === 'paid' && dialog() === null)
  })

  it('can be closed: the payment stays as it is, with the way to the bank', async () => {
    await payToBank()
    await eventually(() => dialog()?.open === true)
    part('challenge-close')?.click()
    await eventually(() => dialog() === null)
    await world.settle()
    expect(status()).to.equal('action')
    expect(part('action-link')?.getAttribute('href')).to.equal(`${location.origin}/bank`)
  })

  it('can be left to pay another way, and shows the form again', async () => {
    await payToBank()
    await eventually(() => dialog()?.open === true)
    dialog()?.querySelector<HTMLElement>('[part="another-way-button"]')?.click()
    const asked = await world.call()
    expect(new URL(asked.url).pathname).to.match(/\/payments\/pay_a+\/abandon$/)
    const left = payment('canceled')
    world.checkout = { ...view, lastPayment: left }
    asked.answer(200, answered(left))
    await eventually(() => status() === 'canceled' && dialog() === null)
    expect(part('pay-button')).not.to.equal(null)
  })

  it("goes to the bank in this page where the dialog's own page is blocked", async () => {
    element.bffUrl = `${location.origin}/nowhere`
    await payToBank()
    await eventually(() => dialog()?.open === true)
    const wait = world.waits.find(({ ms }) => ms === 8000) ?? expect.fail('nobody waits')
    wait.end()
    await eventually(() => world.visited.length === 1)
    expect(world.visited).to.deep.equal([`${location.origin}/bank`])
  })

  it('stays in the dialog once its page has spoken', async () => {
    await payToBank()
    await eventually(() => bankText() === 'Confirm this payment')
    world.waits.find(({ ms }) => ms === 8000)?.end()
    await world.settle()
    expect([world.visited.length, dialog()?.open]).to.deep.equal([0, true])
  })

  it('is not tried in a page that isolates itself', async () => {
    Object.defineProperty(globalThis, 'crossOriginIsolated', { value: true, configurable: true })
    try {
      await payToBank()
      await eventually(() => world.visited.length === 1)
      expect(dialog()).to.equal(null)
    } finally {
      Reflect.deleteProperty(globalThis, 'crossOriginIsolated')
    }
  })

  it('goes with the element', async () => {
    await payToBank()
    await eventually(() => dialog()?.open === true)
    element.remove()
    await eventually(() => dialog() === null)
  })

  it('is left alone where the page takes the shopper there itself', async () => {
    element.addEventListener('paykka-action-required', (event) => event.preventDefault())
    await payToBank()
    await eventually(() => status() === 'action')
    await world.settle()
    expect([dialog(), world.visited.length]).to.deep.equal([null, 0])
  })
})

describe('challenge="redirect"', () => {
  const outOfCache = async () => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    await world.settle()
  }

  it('goes to the bank once, however often the shopper comes back to this page before the end', async () => {
    await payToBank()
    await eventually(() => world.visited.length === 1)
    await outOfCache()
    await comeBack()
    expect([status(), world.visited]).to.deep.equal(['action', [`${location.origin}/bank`]])
    expect(part('action-link')?.getAttribute('href')).to.equal(`${location.origin}/bank`)
    succeed()
    await outOfCache()
    await eventually(() => status() === 'paid')
    expect(world.visited).to.have.length(1)
  })
})

describe("the wrapper of a bank's page", () => {
  let frame: HTMLIFrameElement

  /** @returns what the wrapper shows after a request for `url`, then for an allowed page */
  async function ask(address: string, url: string): Promise<string | null> {
    frame = document.createElement('iframe')
    const listens = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }))
    frame.src = address
    document.body.append(frame)
    await listens
    const received = new Promise((resolve) =>
      frame.contentWindow?.addEventListener('message', resolve, { once: true }),
    )
    frame.contentWindow?.postMessage({ type: 'paykka:challenge-open', url, title: 'Bank' }, location.origin)
    await received
    return frame.contentDocument?.querySelector('iframe')?.getAttribute('src') ?? null
  }
  afterEach(() => frame.remove())

  it('opens for an allowed shop', async () => {
    expect(await ask('/challenge', `${location.origin}/bank`)).to.equal(`${location.origin}/bank`)
  })

  it('opens for no other', async () => {
    expect(await ask('/challenge?parents=https://shop.example', `${location.origin}/bank`)).to.equal(null)
  })

  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'http://bank.example/', '/bank'])
    it(`does not open ${url}`, async () => {
      expect(await ask('/challenge', url)).to.equal(null)
    })

  it('is not needed by a shop that is framed itself: the way back leads on', async () => {
    frame = document.createElement('iframe')
    frame.src = '/challenge-over'
    document.body.append(frame)
    await eventually(() => frame.contentWindow?.location.search === '?gone-on')
  })
})
