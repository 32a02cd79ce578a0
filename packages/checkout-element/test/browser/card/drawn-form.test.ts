/** The server-rendered frame page: the form is shown before its script has loaded, and keeps what was typed. */
import { expect } from 'chai'
import type { CardEntryEvent, CardStatus } from '../../../src/card/entry/card-entry.ts'
import { FrameCardEntry } from '../../../src/card/entry/frame-entry.ts'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import { directionOf, useLocale } from '../../../src/locales/localization.ts'
import { CHECKOUT_ID, cardKey } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import type { Field } from '../../support/typing.ts'

customElements.define('paykka-card-form', PaykkaCardForm)

const SCRIPT = '/packages/checkout-element/src/card/frame/card-frame.ts'

let frame: HTMLIFrameElement

/** The parsed page without its script. */
async function open(query = ''): Promise<Document> {
  frame = document.createElement('iframe')
  frame.slot = 'card-frame'
  frame.src = `/card-frame?script=later&${query}`
  frame.style.cssText = 'inline-size: 600px; block-size: 300px'
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  await loaded
  return frame.contentDocument ?? expect.fail('frame not reachable')
}

const root = () =>
  frame.contentDocument?.querySelector('paykka-card-form')?.shadowRoot ?? expect.fail('no drawn form')
const field = (name: Field) => root().querySelector<HTMLInputElement>(`#${name}`) ?? expect.fail(name)

type Policies = { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } }

async function runScript(): Promise<void> {
  const page = frame.contentDocument ?? expect.fail('no page')
  const { trustedTypes } = frame.contentWindow as unknown as { trustedTypes?: Policies }
  const policy = trustedTypes?.createPolicy('test', { createScriptURL: (url: string) => url })
  const script = page.createElement('script')
  script.type = 'module'
  script.src = policy?.createScriptURL(SCRIPT) ?? SCRIPT
  const run = new Promise((resolve) => script.addEventListener('load', resolve, { once: true }))
  page.head.append(script)
  await run
}

const surface = () => getComputedStyle(root().host).backgroundColor
const takenOver = () => frames(() => 'locked' in root().host)

const frames = async (holds: () => boolean) => {
  for (let count = 0; count < 600 && !holds(); count++)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  expect(holds()).to.equal(true)
}

/** The form without Lit's markers and without the white space of its templates. */
function plain(place: ShadowRoot): Element {
  const form = (place.querySelector('form') ?? expect.fail('no form')).cloneNode(true) as Element
  const walker = document.createTreeWalker(form, NodeFilter.SHOW_COMMENT)
  const marks: Node[] = []
  while (walker.nextNode()) marks.push(walker.currentNode)
  for (const mark of marks) (mark as Comment).remove()
  form.normalize()
  const texts = document.createTreeWalker(form, NodeFilter.SHOW_TEXT)
  while (texts.nextNode())
    texts.currentNode.nodeValue = texts.currentNode.nodeValue?.replace(/\s+/g, ' ').trim() ?? ''
  return form
}

afterEach(() => frame.remove())

describe('the drawn card form', () => {
  for (const locale of ['en', 'de', 'zh-Hant', 'ar']) {
    it(`is what the element draws (${locale})`, async () => {
      const page = await open(`locale=${locale}`)
      expect([page.documentElement.lang, page.documentElement.dir]).to.deep.equal([
        locale,
        directionOf(locale),
      ])
      await useLocale(locale)
      document.documentElement.dir = directionOf(locale)
      const form = new PaykkaCardForm()
      form.brands = ['visa', 'mastercard', 'amex']
      document.body.append(form)
      await form.updateComplete
      const own = plain(form.shadowRoot ?? expect.fail('no root'))
      // The order of attributes does not matter.
      expect(plain(root()).isEqualNode(own), `${plain(root()).outerHTML}\n${own.outerHTML}`).to.equal(true)
      expect(own.querySelectorAll('input').length).to.equal(4)
      form.remove()
      document.documentElement.removeAttribute('dir')
      await useLocale('en')
    })
  }

  it('looks as the element does before its script has come, and does not move then', async () => {
    await open()
    const places = () =>
      (['number', 'expiry', 'cvc', 'holder'] as const).map((name) =>
        field(name).getBoundingClientRect().toJSON(),
      )
    const before = places()
    expect(before[0].height).to.equal(46)
    expect(getComputedStyle(field('number')).borderRadius).to.equal('8px')
    expect(surface()).to.equal('rgba(0, 0, 0, 0)')
    await runScript()
    await takenOver()
    expect(places()).to.deep.equal(before)
  })

  it('has no card form where a code alone is asked for', async () => {
    const page = await open('form=code')
    expect(page.querySelector('paykka-card-form, input')).to.equal(null)
  })
})

describe('what was typed before the script', () => {
  it('stays in the same fields, grouped as if pasted; the field in use is left alone', async () => {
    await open()
    const number = field('number')
    field('expiry').value = '1234'
    field('holder').value = 'Ada Lovelace'
    number.value = '4242424242424242'
    number.focus()
    number.setSelectionRange(6, 6)
    await runScript()
    await frames(() => field('expiry').value === '12 / 34')
    expect(field('number')).to.equal(number)
    expect(root().activeElement).to.equal(number)
    expect([number.value, number.selectionStart]).to.deep.equal(['4242424242424242', 6])
    expect((root().host as PaykkaCardForm).status).to.include({ brand: 'visa', last4: '4242', empty: false })
    // The next event groups the number.
    number.blur()
    await frames(() => number.value === '4242 4242 4242 4242')
  })

  it('survives an IME at work in a field', async () => {
    await open()
    const number = field('number')
    number.focus()
    number.value = '４２４２'
    await runScript()
    await takenOver()
    const { InputEvent: FrameInput, CompositionEvent: FrameComposition } =
      frame.contentWindow as unknown as typeof globalThis
    number.value = '４２４２４'
    number.dispatchEvent(new FrameInput('input', { isComposing: true, bubbles: true, composed: true }))
    expect(number.value).to.equal('４２４２４')
    number.dispatchEvent(new FrameComposition('compositionend', { bubbles: true, composed: true }))
    expect(number.value).to.equal('4242 4')
  })

  it('is reported once the page is connected, as flags and last digits, and is sealed', async () => {
    const changes: CardStatus[] = []
    let ready: () => void = () => undefined
    const isReady = new Promise<void>((resolve) => {
      ready = resolve
    })
    const listener = (event: CardEntryEvent): void => {
      if (event.type === 'ready') ready()
      if (event.type === 'changed') changes.push(event.status)
    }
    const world = new FakeWorld()
    await open()
    const texts = { number: '4242 4242 4242 4242', expiry: '12/34', cvc: '123', holder: 'Ada Lovelace' }
    for (const [name, text] of Object.entries(texts)) field(name as Field).value = text
    // The page connects before the frame listens: this message is lost, but the frame's hello is not.
    const entry = new FrameCardEntry(location.origin, '', listener, world, frame)
    const setup = {
      checkout: CHECKOUT_ID,
      brands: ['visa'],
      key: cardKey,
      clockOffset: 0,
      title: 'Card',
    } as const
    const tokens = { '--paykka-color-surface': 'rgb(1, 2, 3)' }
    entry.configure(setup, { theme: 'light', dir: 'ltr', locale: 'en', texts: {}, tokens })
    await runScript()
    await isReady
    expect(surface()).to.equal('rgb(1, 2, 3)')
    expect(changes[0]).to.deep.include({ brand: 'visa', last4: '4242', complete: true })
    expect(JSON.stringify(changes)).not.to.match(/\d{5}/)
    expect((await entry.seal()).kind).to.equal('sealed')
    // The next connection needs the status again: of a new element, or of this one over a new port.
    changes.length = 0
    const next = new FrameCardEntry(location.origin, '', listener, world, frame)
    // Also when a new size is reported before the look is configured.
    let sizes = 0
    ready = () => sizes++
    const card = root().host as HTMLElement
    let height = 400
    await frames(() => {
      card.style.minBlockSize = `${height++}px`
      return sizes > 0
    })
    next.configure(setup, { theme: 'light', dir: 'ltr', locale: 'en', texts: {}, tokens })
    await frames(() => changes.length > 0)
    expect(changes).to.have.length(1)
    expect(changes[0]).to.deep.include({ brand: 'visa', last4: '4242', complete: true })
    entry.dispose()
    expect(frame.isConnected).to.equal(false)
  })

  it('is kept when page and script are of different versions', async () => {
    await open('stale')
    field('number').value = '4242424242424242'
    field('cvc').value = '123'
    field('cvc').focus()
    await runScript()
    await frames(() => field('number').value === '4242 4242 4242 4242')
    expect(field('cvc').value).to.equal('123')
    expect(root().activeElement?.id).to.equal('cvc')
    expect(root().querySelectorAll('input').length).to.equal(4)
  })

  it('is wiped where nothing could be sealed', async () => {
    const page = await open()
    field('number').value = '4242424242424242'
    const number = field('number')
    Object.defineProperty(frame.contentWindow, 'crypto', { value: {}, configurable: true })
    await runScript()
    await frames(() => page.querySelector('paykka-card-form') === null)
    expect(number.isConnected).to.equal(false)
  })
})
