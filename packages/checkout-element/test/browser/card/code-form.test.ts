import { expect } from 'chai'
import { render } from 'lit'
import type {
  CardEntry,
  CardEntryEvent,
  CardSetup,
  CardStatus,
  CodeLength,
} from '../../../src/card/entry/card-entry.ts'
import { FrameCardEntry } from '../../../src/card/entry/frame-entry.ts'
import { InlineCardEntry } from '../../../src/card/entry/inline-entry.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { CHECKOUT_ID } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { makeKeys, openWith } from '../../support/keys.ts'
import { input, press, type } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

const look = { theme: 'light', dir: 'ltr', locale: 'en', texts: {}, tokens: {} } as const

class Listener {
  #ready: () => void = () => undefined
  readonly changes: CardStatus[] = []
  submits = 0
  ready = new Promise<void>((resolve) => {
    this.#ready = resolve
  })

  readonly hear = (event: CardEntryEvent): void => {
    if (event.type === 'failed') throw new Error(event.code)
    if (event.type === 'changed') this.changes.push(event.status)
    else if (event.type === 'submitted') this.submits++
    else if (event.type === 'ready') this.#ready()
  }
}

let host: HTMLElement
let entry: CardEntry
let listener: Listener
let warnings: ReturnType<typeof collectWarnings>
let keys: Awaited<ReturnType<typeof makeKeys>>

const setupFor = (code: CodeLength): CardSetup => ({
  checkout: CHECKOUT_ID,
  brands: ['visa'],
  key: keys.cardKey,
  clockOffset: 0,
  title: 'Security code',
  code,
})

function show(shown: CardEntry, code: CodeLength = 3): void {
  entry = shown
  entry.configure(setupFor(code), look)
  render(entry.render(), host)
}

/** Shows the form in this page, where its fields can be typed into. */
async function inline(code: CodeLength = 3) {
  show(new InlineCardEntry(listener.hear, 'code'), code)
  const form = host.querySelector('paykka-code-form') ?? expect.fail('no form')
  await form.updateComplete
  return form
}

/** Shows it in the frame, as checkouts do. */
async function framed(code: CodeLength = 3) {
  const world = new FakeWorld()
  world.realWaitsUpTo = 7000
  show(new FrameCardEntry(location.origin, 'locale=en&form=code', listener.hear, world), code)
  await listener.ready
  const page = host.querySelector('iframe')?.contentDocument ?? expect.fail('no frame')
  return { page, form: page.querySelector('paykka-code-form') ?? expect.fail('no form') }
}

describe('the form for a security code', () => {
  before(async () => {
    keys = await makeKeys()
  })
  beforeEach(() => {
    warnings = collectWarnings()
    listener = new Listener()
    host = document.createElement('div')
    document.body.append(host)
  })
  afterEach(() => {
    entry.dispose()
    host.remove()
    warnings.stop()
  })

  it('is accessible, empty and with a mistake', async () => {
    const form = await inline()
    await expectAccessible(host)
    expect(await entry.seal()).to.deep.equal({ kind: 'invalid', fields: ['cvc'] })
    await form.updateComplete
    expect(input(form, 'cvc').getAttribute('aria-invalid')).to.equal('true')
    expect(form.shadowRoot?.querySelector('[part="error"]')?.textContent).to.equal('Enter the security code.')
    await expectAccessible(host)
  })

  it("takes digits only, and says how many the card's code has", async () => {
    const form = await inline(4)
    entry.focus()
    await type('12a34')
    expect(input(form, 'cvc').value).to.equal('1234')
    expect(listener.changes.at(-1)).to.deep.include({ complete: true, brand: null, last4: null })
    await type('5')
    expect(input(form, 'cvc').value).to.equal('12345')
    expect(listener.changes.at(-1)).to.deep.include({ complete: false })
    expect(await entry.seal()).to.deep.equal({ kind: 'invalid', fields: ['cvc'] })
    await form.updateComplete
    expect(form.shadowRoot?.querySelector('[part="error"]')?.textContent).to.equal(
      'The code is too long. It has 4 digits on this card.',
    )
  })

  it('seals the code for this checkout, and nothing else with it', async () => {
    await inline()
    entry.focus()
    await type('737')
    const outcome = await entry.seal()
    if (outcome.kind !== 'sealed') throw new TypeError(outcome.kind)
    const opened = await keys.open(outcome.jwe)
    expect(opened).to.have.all.keys('cvc', 'checkout', 'iat')
    expect(opened).to.include({ cvc: '737', checkout: CHECKOUT_ID })
  })

  it('passes Enter on, locks, and wipes', async () => {
    const form = await inline()
    entry.focus()
    await type('737')
    await press('Enter')
    expect(listener.submits).to.equal(1)
    entry.lock(true)
    await form.updateComplete
    expect(input(form, 'cvc').readOnly).to.equal(true)
    entry.reset()
    expect(form.status.empty).to.equal(true)
  })

  it('runs in the isolated frame, which seals with its own key and has no card fields', async () => {
    const { page, form } = await framed(4)
    expect(page.querySelector('paykka-card-form')).to.equal(null)
    expect(form.length).to.equal(4)
    input(form, 'cvc').value = '1234'
    const outcome = await entry.seal()
    if (outcome.kind !== 'sealed') throw new TypeError(outcome.kind)
    const jwk = (await (await fetch('/card-frame-private-key')).json()) as JsonWebKey
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ])
    expect(await openWith(key, outcome.jwe)).to.include({ cvc: '1234', checkout: CHECKOUT_ID })
    await expectAccessible(document.body)
  })
})
