import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { render } from 'lit'
import type { CardEntryEvent, CardStatus } from '../../../src/card/entry/card-entry.ts'
import { FrameCardEntry } from '../../../src/card/entry/frame-entry.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { CHECKOUT_ID, cardKey, checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { openWith } from '../../support/keys.ts'
import { fill, input, press } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

customElements.define('paykka-checkout', PaykkaCheckout)

const setup = {
  checkout: CHECKOUT_ID,
  brands: ['visa'],
  key: cardKey,
  clockOffset: 0,
  title: 'Card details',
} as const
const look = {
  theme: 'dark',
  dir: 'ltr',
  locale: 'en',
  texts: {},
  tokens: { '--paykka-color-brand': 'rgb(1, 2, 3)' },
} as const

/** Records every event of the frame as a promise or a list. */
class Listener {
  #failed: (code: string) => void = () => undefined
  #ready: () => void = () => undefined
  lost = 0
  readonly changes: CardStatus[] = []
  submits = 0
  ready = new Promise<void>((resolve) => {
    this.#ready = resolve
  })
  failed = new Promise<string>((resolve) => {
    this.#failed = resolve
  })

  readonly hear = (event: CardEntryEvent): void => {
    if (event.type === 'lost') this.lost++
    else if (event.type === 'changed') this.changes.push(event.status)
    else if (event.type === 'submitted') this.submits++
    else if (event.type === 'failed') this.#failed(event.code)
    else this.#ready()
  }
}

let world: FakeWorld
let host: HTMLElement
let entry: FrameCardEntry
let listener: Listener

const frame = (): HTMLIFrameElement => host.querySelector('iframe') ?? expect.fail('no frame')
const framePage = (): Document => frame().contentDocument ?? expect.fail('frame not reachable')
const form = () => framePage().querySelector('paykka-card-form') ?? expect.fail('no form in the frame')

function embed(bffUrl: string): void {
  listener = new Listener()
  entry = new FrameCardEntry(bffUrl, 'locale=en', listener.hear, world)
  entry.configure(setup, look)
  host = document.createElement('div')
  document.body.append(host)
  render(entry.render(), host)
}

const privateKey = async (): Promise<CryptoKey> => {
  const jwk = (await (await fetch('/card-frame-private-key')).json()) as JsonWebKey
  return await crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ])
}

describe('the card frame on the same origin', () => {
  beforeEach(() => {
    world = new FakeWorld()
    world.realWaitsUpTo = 7000
  })
  afterEach(() => {
    entry.dispose()
    host.remove()
  })

  it('is accessible', async () => {
    embed(location.origin)
    await listener.ready
    await expectAccessible(document.body)
  })

  it('takes no focus before its form is ready', async () => {
    embed(location.origin)
    frame().focus()
    expect([frame().inert, document.activeElement === frame()]).to.deep.equal([true, false])
    await listener.ready
    frame().focus()
    expect([frame().inert, document.activeElement === frame()]).to.deep.equal([false, true])
  })

  it('shows the form the way the page looks, and is as tall as the form', async () => {
    embed(location.origin)
    await listener.ready
    expect(framePage().documentElement.style.colorScheme).to.equal('dark')
    expect(framePage().documentElement.style.getPropertyValue('--paykka-color-brand')).to.equal(
      'rgb(1, 2, 3)',
    )
    expect(frame().clientHeight).to.equal(Math.ceil(form().getBoundingClientRect().height))
    expect(frame().getAttribute('sandbox')).to.equal('allow-scripts allow-same-origin allow-forms')
    expect(frame().title).to.equal('Card details')
  })

  it("seals with the key of the frame's page, whatever key the shop's page names", async () => {
    embed(location.origin)
    await listener.ready
    await fill(form())
    const outcome = await entry.seal()
    if (outcome.kind !== 'sealed') throw new TypeError(outcome.kind)
    const card = await openWith(await privateKey(), outcome.jwe)
    expect(card).to.include({ number: '4242424242424242', checkout: CHECKOUT_ID })
    expect(Math.abs(card.iat - Date.now() / 1000)).to.be.lessThan(5)
  })

  it("accepts only the brands of the frame's page", async () => {
    embed(location.origin)
    await listener.ready
    await fill(form(), { number: '6011111111111117' })
    expect(await entry.seal()).to.deep.equal({ kind: 'invalid', fields: ['number'] })
    expect(framePage().activeElement).to.equal(form())
  })

  it('reports flags and the last four digits, never more', async () => {
    embed(location.origin)
    await listener.ready
    await fill(form())
    await expectEventually(() => listener.changes.at(-1)?.complete === true)
    expect(listener.changes.at(-1)).to.deep.include({ brand: 'visa', last4: '4242', empty: false })
    expect(JSON.stringify(listener.changes)).not.to.match(/\d{5}/)
  })

  it('takes the focus once, and leaves it to the fields from then on', async () => {
    embed(location.origin)
    await listener.ready
    let taken = 0
    const take = HTMLElement.prototype.focus
    frame().focus = () => {
      taken++
      take.call(frame())
    }
    entry.focus()
    await expectEventually(() => form().shadowRoot?.activeElement?.id === 'number')
    input(form(), 'cvc').focus()
    entry.focus()
    await expectEventually(() => form().shadowRoot?.activeElement?.id === 'number')
    entry.report()
    await expectEventually(() => input(form(), 'number').getAttribute('aria-invalid') === 'true')
    expect(taken).to.equal(1)
  })

  it('passes Enter on, locks, and wipes', async () => {
    embed(location.origin)
    await listener.ready
    await fill(form())
    input(form(), 'cvc').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }),
    )
    await expectEventually(() => listener.submits === 1)
    entry.lock(true)
    await expectEventually(() => form().locked)
    entry.reset()
    await expectEventually(() => form().status.empty)
  })

  it('connects again after the frame reloads, and calls a waiting seal lost', async () => {
    embed(location.origin)
    await listener.ready
    const reloaded = new Promise((resolve) => frame().addEventListener('load', resolve, { once: true }))
    frame().contentWindow?.location.reload()
    await reloaded
    expect((await entry.seal()).kind).not.to.equal('sealed')
    await expectEventually(() => framePage().querySelector('paykka-card-form') !== null)
    await fill(form())
    await expectEventually(async () => (await entry.seal()).kind === 'sealed')
  })

  it('ignores forged messages', async () => {
    embed(location.origin)
    await listener.ready
    await fill(form())
    const inside = frame().contentWindow ?? expect.fail()
    const reported: unknown[] = []
    // Right origin, but not the embedding window: the frame's own window is the sender.
    const Channel = (inside as unknown as { MessageChannel: typeof MessageChannel }).MessageChannel
    const forged = new Channel()
    forged.port1.onmessage = ({ data }) => reported.push(data)
    inside.dispatchEvent(
      new MessageEvent('message', {
        data: { type: 'paykka:connect' },
        origin: location.origin,
        source: inside,
        ports: [forged.port2],
      }),
    )
    inside.dispatchEvent(
      new MessageEvent('message', {
        data: { type: 'paykka:connect' },
        origin: 'https://evil.example',
        source: window,
        ports: [new MessageChannel().port2],
      }),
    )
    for (let count = 0; count < 200; count++) {
      inside.postMessage(
        { type: ['seal', 'configure', '__proto__', 'paykka:connect'][count % 4], id: count },
        '*',
      )
      window.postMessage({ type: 'sealed', jwe: 'x' }, '*')
    }
    expect((await entry.seal()).kind).to.equal('sealed')
    expect(reported).to.deep.equal([])
  })

  it("connects to the frame's own window only", async () => {
    embed(location.origin)
    const ports: unknown[] = []
    const other = document.createElement('iframe')
    other.src = `${location.origin}/card-frame?parents=https://shop.example`
    document.body.append(other)
    await new Promise((resolve) => other.addEventListener('load', resolve, { once: true }))
    other.contentWindow?.addEventListener('message', ({ data }) => ports.push(data))
    window.dispatchEvent(
      new MessageEvent('message', {
        data: { type: 'paykka:hello' },
        origin: location.origin,
        source: other.contentWindow,
      }),
    )
    await listener.ready
    other.remove()
    expect(ports).to.deep.equal([])
  })

  it('says so when no frame answers', async () => {
    embed(`${location.origin}/nowhere`)
    world.waits.find(({ ms }) => ms > 10_000)?.end()
    expect(await listener.failed).to.equal('card_frame_unreachable')
  })
})

describe('the card frame on another origin', () => {
  const other = `http://127.0.0.1:${location.port}`

  beforeEach(() => {
    world = new FakeWorld()
    world.realWaitsUpTo = 7000
  })
  afterEach(() => {
    entry.dispose()
    host.remove()
  })

  it('connects, though the page cannot look inside', async () => {
    embed(other)
    await listener.ready
    expect(frame().contentDocument).to.equal(null)
    expect((await entry.seal()).kind).to.equal('invalid')
  })

  it('does not talk to an origin the BFF does not allow', async () => {
    embed(other)
    // A frame page that allows only another parent.
    frame().src = `${other}/card-frame?parents=https://shop.example`
    await new Promise((resolve) => frame().addEventListener('load', resolve, { once: true }))
    world.waits.find(({ ms }) => ms > 10_000)?.end()
    expect(await listener.failed).to.equal('card_frame_unreachable')
  })
})

describe('<paykka-checkout> with the frame', () => {
  let element: PaykkaCheckout

  beforeEach(() => {
    world = new FakeWorld()
    world.realWaitsUpTo = 900
    world.checkout = checkout()
    world.surround(PaykkaCheckout)
    element = document.createElement('paykka-checkout')
    element.bffUrl = location.origin
    element.clientSecret = 'secret'
    document.body.append(element)
  })
  afterEach(() => element.remove())

  const page = (): Document =>
    element.shadowRoot?.querySelector('iframe')?.contentDocument ?? expect.fail('no frame')
  const cardForm = () => page().querySelector('paykka-card-form') ?? expect.fail('no form')

  it('is accessible, with the frame inside', async () => {
    await element.whenReady
    await expectAccessible(element)
  })

  it('pays with the sealed card and keeps the frame through a decline', async () => {
    await element.whenReady
    await fill(cardForm())
    const before = element.shadowRoot?.querySelector('iframe')
    void element.submit()
    const call = await world.call()
    expect((await openWith(await privateKey(), call.body.method?.card ?? '')).number).to.equal(
      '4242424242424242',
    )
    call.answer(200, answered(payment('declined')))
    await world.settle()
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(before)
    expect(cardForm().status).to.include({ last4: '4242', complete: true })
  })

  it('puts no card field into the page', async () => {
    await element.whenReady
    expect(element.shadowRoot?.querySelectorAll('input').length).to.equal(0)
    const outer = document.createElement('form')
    outer.append(element)
    expect([...new FormData(outer).keys()]).to.deep.equal([])
    document.body.append(element)
  })

  it('follows the look of the page', async () => {
    await element.whenReady
    element.style.setProperty('--paykka-radius', '3px')
    element.theme = 'dark'
    await expectEventually(() => page().documentElement.style.colorScheme === 'dark')
    expect(page().documentElement.style.getPropertyValue('--paykka-radius')).to.equal('3px')
  })

  it('speaks the language of the page inside the frame', async () => {
    element.locale = 'ar'
    await element.whenReady
    await expectEventually(() => cardForm().shadowRoot?.querySelector('label')?.textContent === 'رقم البطاقة')
    expect(page().documentElement.dir).to.equal('rtl')
    // Page and frame load their texts separately, so one may be earlier.
    await expectEventually(() => element.shadowRoot?.querySelector('iframe')?.title === 'بيانات البطاقة')
    element.messages = { 'card-number': 'PAN', 'pay-amount': 'x', 'card-x': 'y'.repeat(999), 'card-"': 'z' }
    await expectEventually(() => cardForm().shadowRoot?.querySelector('label')?.textContent === 'PAN')
    await expectAccessible(element)
    element.locale = 'en'
    element.messages = {}
    await expectEventually(() => page().documentElement.dir === 'ltr')
  })

  it('leads to the first wrong field inside the frame', async () => {
    await element.whenReady
    await fill(cardForm(), { expiry: '12/20' })
    await expectEventually(() => !element.checkValidity())
    expect(element.reportValidity()).to.equal(false)
    await expectEventually(() => cardForm().shadowRoot?.activeElement?.id === 'expiry')
    expect(cardForm().shadowRoot?.querySelector('#expiry')?.getAttribute('aria-invalid')).to.equal('true')
    await fill(cardForm())
    await expectEventually(() => element.checkValidity())
  })

  it('lets a keyboard in and out of the frame both ways', async () => {
    await element.whenReady
    await expectEventually(
      () => element.shadowRoot?.querySelector('[part="card"]')?.hasAttribute('data-ready') ?? false,
    )
    const before = document.createElement('button')
    element.before(before)
    before.focus()
    await press('Tab')
    await expectEventually(() => cardForm().shadowRoot?.activeElement?.id === 'number')
    for (let count = 0; count < 4; count++) await press('Tab')
    await expectEventually(() => element.shadowRoot?.activeElement?.getAttribute('part') === 'pay-button')
    await sendKeys({ down: 'Shift' })
    await press('Tab')
    await expectEventually(() => cardForm().shadowRoot?.activeElement?.id === 'holder')
    for (let count = 0; count < 4; count++) await press('Tab')
    await sendKeys({ up: 'Shift' })
    await expectEventually(() => document.activeElement === before)
    before.remove()
  })

  it('takes the frame where inline is asked for but not offered', async () => {
    element.remove()
    element.cardEntry = 'inline'
    document.body.append(element)
    await element.updateComplete
    await expectEventually(() => element.shadowRoot?.querySelector('iframe') !== null)
  })
})

describe('inline', () => {
  it('warns once, however many elements', async () => {
    const warnings = collectWarnings()
    const world = new FakeWorld()
    world.checkout = checkout({ cardEntry: 'inline' })
    world.surround(PaykkaCheckout)
    const elements = [1, 2].map(() => document.createElement('paykka-checkout'))
    for (const element of elements) {
      Object.assign(element, { cardEntry: 'inline', bffUrl: location.origin, clientSecret: 'secret' })
      document.body.append(element)
      await element.whenReady
    }
    const reported = warnings.stop()
    for (const element of elements) element.remove()
    expect(reported.length).to.equal(1)
    expect(String(reported[0])).to.contain('card-entry="inline"')
  })
})

/** Waits for messages to cross the frame boundary; checks once per animation frame. */
async function expectEventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let frames = 0; frames < 300; frames++) {
    if (await holds()) return
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  expect.fail('did not happen')
}
