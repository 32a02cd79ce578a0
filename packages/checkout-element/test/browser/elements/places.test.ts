/** The element in the places of shops: wide enough for typing, never too wide, and it keeps what was typed. */
import { emulateMedia, sendMouse, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { PaykkaExpress } from '../../../src/elements/paykka-express.ts'
import { PaykkaSavedCards } from '../../../src/elements/paykka-saved-cards.ts'
import type { PaykkaChangeEvent } from '../../../src/events.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import type { Place } from '../../support/places.ts'
import { FILLED, FITTED } from '../../support/places.ts'
import type { ShopNews } from '../../support/shop-page.ts'
import { fill } from '../../support/typing.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)
if (!customElements.get('paykka-express')) customElements.define('paykka-express', PaykkaExpress)
if (!customElements.get('paykka-saved-cards')) customElements.define('paykka-saved-cards', PaykkaSavedCards)

const isFirefox = navigator.userAgent.includes('Firefox')
/** Only Chromium's driver can emulate another device or a printer. */
const emulates = 'chrome' in globalThis || navigator.userAgent.includes('HeadlessChrome')

/** The preferred width of the element. */
const WANTED = 440

let world: FakeWorld
let shown: HTMLElement | null = null

const widthOf = (element: Element) => Math.round(element.getBoundingClientRect().width)
const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
const frameOf = (element: Element) => element.shadowRoot?.querySelector('iframe') ?? expect.fail('no frame')
const formIn = (element: Element) =>
  frameOf(element).contentDocument?.querySelector('paykka-card-form') ?? expect.fail('no form in the frame')
const numberField = (element: Element) =>
  formIn(element).shadowRoot?.querySelector<HTMLInputElement>('#number') ?? expect.fail('no field')

function makeCheckout(): PaykkaCheckout {
  const element = document.createElement('paykka-checkout')
  element.bffUrl = location.origin
  element.clientSecret = 'secret'
  return element
}

function put(element: HTMLElement, place: Place): HTMLElement {
  const outer = place.build(element)
  shown?.remove()
  shown = outer
  document.body.append(outer)
  place.show?.(outer)
  return outer
}

/** The element is inert until it can be used, so a ready one is laid out. */
async function ready(element: PaykkaCheckout): Promise<void> {
  await element.whenReady
  await element.updateComplete
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 800 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

beforeEach(() => {
  document.body.style.margin = '0'
  world = new FakeWorld()
  world.realWaitsUpTo = 7000
  world.checkout = checkout()
  world.surround(PaykkaCheckout)
  world.surround(PaykkaSavedCards)
})
afterEach(() => {
  shown?.remove()
  shown = null
  document.body.removeAttribute('style')
  document.documentElement.removeAttribute('style')
})
after(() => setViewport({ width: 800, height: 600 }))

for (const [name, place] of Object.entries({ ...FILLED, ...FITTED }))
  it(`can be typed into: ${name}`, async () => {
    await setViewport({ width: 900, height: 900 })
    const element = makeCheckout()
    put(element, place)
    await ready(element)
    expect(widthOf(element), 'width').to.be.at.least(240)
    if (name in FITTED) expect(widthOf(element), 'as wide as it wants').to.be.at.least(WANTED)
    expect(numberField(element).clientWidth, 'number field').to.be.at.least(190)
    await setViewport({ width: 320, height: 700 })
    await until(() => widthOf(element) <= 320)
    expect(overflow(), 'wider than the window').to.be.at.most(0)
    expect(numberField(element).clientWidth, 'number field at 320 px').to.be.at.least(170)
  })

for (const tag of ['paykka-saved-cards', 'paykka-express'] as const)
  for (const [name, place] of Object.entries(FITTED))
    it(`<${tag}> is as wide as it wants: ${name}`, async () => {
      await setViewport({ width: 900, height: 900 })
      const element = Object.assign(document.createElement(tag), {
        bffUrl: location.origin,
        clientSecret: 's',
      })
      put(element, place)
      await element.updateComplete
      expect(widthOf(element)).to.be.at.least(WANTED)
      await setViewport({ width: 320, height: 700 })
      await until(() => widthOf(element) <= 320)
      expect(overflow()).to.be.at.most(0)
    })

it('is 0 px wide in a fitted place without its preferred width, which the places above need', () => {
  const element = document.createElement('div')
  element.style.containerType = 'inline-size'
  element.textContent = 'Pay'
  const outer = FITTED['flex row']?.build(element) ?? expect.fail('no place')
  document.body.append(outer)
  expect(widthOf(element)).to.equal(0)
  outer.remove()
})

describe('an element that was not shown at first', () => {
  it('is there when it is shown', async () => {
    const element = makeCheckout()
    const outer = put(element, { build: (it) => FILLED.block?.build(it) ?? it })
    outer.style.display = 'none'
    await new Promise((resolve) => setTimeout(resolve))
    outer.style.display = ''
    await ready(element)
    await until(() => numberField(element).clientWidth > 190)
  })

  it('is there in a drawer that is unfolded later', async () => {
    const details = document.createElement('details')
    details.append(document.createElement('summary'))
    const element = makeCheckout()
    details.append(element)
    put(details, { build: (it) => it })
    await new Promise((resolve) => setTimeout(resolve))
    details.open = true
    await ready(element)
    expect(numberField(element).clientWidth).to.be.at.least(190)
  })
})

describe('an element that is moved', () => {
  type Movable = { moveBefore(node: Node, child: Node | null): void }

  for (const entry of ['frame', 'inline'] as const)
    it(`keeps the typed card where the page moves it by moveBefore() (${entry})`, async function () {
      if (!('moveBefore' in Element.prototype)) this.skip()
      world.checkout = checkout({ cardEntry: entry })
      const element = makeCheckout()
      element.cardEntry = entry
      const first = document.createElement('div')
      const second = document.createElement('div')
      first.append(element)
      put(first, { build: (it) => wrap(it, second) })
      await ready(element)
      const form = () => (entry === 'frame' ? formIn(element) : inlineForm(element))
      await fill(form())
      const changes: string[] = []
      document.addEventListener('paykka-change', (event) => changes.push(event.type))
      ;(second as unknown as Movable).moveBefore(element, null)
      await element.updateComplete
      expect(element.parentNode).to.equal(second)
      if (isFirefox) {
        // Against the standard, Firefox 153 removes the content of a shadow root from the page for a moment: the card is lost,
        // and the page gets the event.
        await until(() => changes.length > 0)
        return
      }
      const typed = form().shadowRoot?.querySelector<HTMLInputElement>('#number')?.value
      expect(typed).to.equal('4242 4242 4242 4242')
      expect(changes).to.deep.equal([])
    })

  for (const entry of ['frame', 'inline'] as const)
    it(`reports to the page that the card is lost when it is moved without moveBefore (${entry})`, async () => {
      world.checkout = checkout({ cardEntry: entry })
      const element = makeCheckout()
      element.cardEntry = entry
      const first = document.createElement('div')
      const second = document.createElement('div')
      first.append(element)
      put(first, { build: (it) => wrap(it, second) })
      await ready(element)
      const changes: PaykkaChangeEvent[] = []
      const listen = (event: Event) => changes.push(event as PaykkaChangeEvent)
      shown?.addEventListener('paykka-change', listen)
      await fill(entry === 'frame' ? formIn(element) : inlineForm(element))
      await until(() => changes.at(-1)?.complete === true)
      const reported = changes.length
      second.append(element)
      await Promise.resolve()
      expect(changes.length, 'reported once').to.equal(reported + 1)
      expect(changes.at(-1)).to.include({ empty: true, complete: false, last4: null, brand: null })
      await until(() => entry === 'inline' || frameOf(element).contentDocument?.readyState === 'complete')
      expect(changes.length).to.equal(reported + 1)
    })

  it('reports nothing when nothing was typed', async () => {
    const element = makeCheckout()
    const second = document.createElement('div')
    put(element, { build: (it) => wrap(it, second) })
    await ready(element)
    const changes: Event[] = []
    element.addEventListener('paykka-change', (event) => changes.push(event))
    second.append(element)
    await Promise.resolve()
    expect(changes).to.deep.equal([])
  })

  it('reports to the page that the card is lost when the frame loads again', async () => {
    const element = makeCheckout()
    put(element, FILLED.block ?? expect.fail('no place'))
    await ready(element)
    await fill(formIn(element))
    const changes: PaykkaChangeEvent[] = []
    element.addEventListener('paykka-change', (event) => changes.push(event))
    frameOf(element).contentWindow?.location.reload()
    await until(() => changes.at(-1)?.empty === true)
  })
})

describe('a separate page', () => {
  const other = location.origin.replace('localhost', '127.0.0.1')

  /** The first message of the element in a framed shop page. */
  async function newsOf(address: string, sandbox?: string): Promise<ShopNews> {
    const frame = document.createElement('iframe')
    if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
    frame.style.cssText = 'inline-size:600px;block-size:600px'
    frame.src = address
    const news = new Promise<ShopNews>((resolve) => {
      const hear = ({ source, data }: MessageEvent) => {
        if (source !== frame.contentWindow || typeof data?.news !== 'string') return
        window.removeEventListener('message', hear)
        resolve(data)
      }
      window.addEventListener('message', hear)
    })
    put(frame, { build: (it) => it })
    return await news
  }

  const PAGES: [name: string, address: string, sandbox?: string][] = [
    ['with the strictest policy', `/shop-page?csp&bff=${location.origin}`],
    ['that isolates itself (COEP)', `/shop-page?coep&bff=${location.origin}`],
    ['of another origin', `${other}/shop-page?bff=${other}`],
    ['of another origin than the BFF', `${other}/shop-page?bff=${location.origin}`],
    ['in a sandbox with an origin', `/shop-page`, 'allow-scripts allow-same-origin allow-forms'],
  ]
  for (const [name, address, sandbox] of PAGES)
    it(`has a card form ${name}`, async () => {
      const { news, width } = await newsOf(address, sandbox)
      expect(news).to.equal('ready')
      expect(width).to.be.at.least(500)
    })

  it('has none where its policy shuts out a frame without the header, which is what the header is for', async () => {
    const { news } = await newsOf(`/shop-page?coep&hasty&bff=${location.origin}/bare`)
    expect(news).to.equal('card_frame_unreachable')
  })
})

describe('a page in full screen', () => {
  before(function () {
    if (!emulates) this.skip()
  })
  after(() => document.exitFullscreen().catch(() => undefined))

  it('has the card form in it', async () => {
    await setViewport({ width: 900, height: 900 })
    const element = makeCheckout()
    const outer = put(element, FITTED['flex column, centered'] ?? expect.fail('no place'))
    await ready(element)
    const full = new Promise((resolve, reject) => {
      outer.addEventListener('click', () => outer.requestFullscreen().then(resolve, reject), { once: true })
    })
    await sendMouse({ type: 'click', position: [4, 4] })
    await full
    expect(document.fullscreenElement).to.equal(outer)
    await until(() => widthOf(element) >= WANTED)
    expect(numberField(element).clientWidth).to.be.at.least(190)
  })
})

describe('a page that is printed', () => {
  before(async function () {
    if (!emulates) this.skip()
    await emulateMedia({ media: 'print' })
  })
  after(async () => {
    if (emulates) await emulateMedia({ media: 'screen' })
  })

  it('has the result on it', async () => {
    world.checkout = checkout({ status: 'succeeded' })
    const element = makeCheckout()
    put(element, FITTED['flex row'] ?? expect.fail('no place'))
    await ready(element)
    const title = () => element.shadowRoot?.querySelector<HTMLElement>('[part="panel-title"]')
    await until(() => title()?.checkVisibility({ visibilityProperty: true }) === true)
    expect(title()?.textContent).to.equal('Payment successful')
    expect(widthOf(element)).to.be.at.least(240)
  })
})

describe('theme="auto"', () => {
  const schemeOf = (element: Element) => {
    const base = element.shadowRoot?.querySelector('[part="base"]') ?? expect.fail('no base')
    return getComputedStyle(base).colorScheme
  }
  const surfaceOf = (element: Element) =>
    getComputedStyle(element.shadowRoot?.querySelector('[part="base"]') ?? element).backgroundColor
  const DARK = 'rgb(22, 24, 31)'
  const LIGHT = 'rgb(255, 255, 255)'

  /** The page's color scheme, the background, and the expected scheme on a light and on a dark device. */
  const CASES: [name: string, page: string, behind: string, onLight: string, onDark: string][] = [
    ['a light page that declares nothing', '', '', LIGHT, LIGHT],
    ['a dark page that declares nothing', '', '#101014', DARK, DARK],
    ['a dark page in new colors', '', 'oklch(0.2 0.02 260)', DARK, DARK],
    ['a page with a thin dark veil', '', 'rgb(0 0 0 / 0.1)', LIGHT, LIGHT],
    ['a light page', 'light', '', LIGHT, LIGHT],
    ['a dark page', 'dark', '', DARK, DARK],
    ['a page that is only light', 'only light', '#101014', LIGHT, LIGHT],
    ['a page that follows the device', 'light dark', '', LIGHT, DARK],
  ]

  for (const device of ['light', 'dark'] as const)
    for (const [name, page, behind, onLight, onDark] of CASES)
      it(`belongs to ${name}, on a ${device} device`, async function () {
        if (emulates) await emulateMedia({ colorScheme: device })
        else if (device === 'dark') this.skip()
        document.documentElement.style.colorScheme = page
        const element = makeCheckout()
        const outer = put(element, FILLED.block ?? expect.fail('no place'))
        outer.style.background = behind
        await ready(element)
        const wanted = device === 'dark' ? onDark : onLight
        expect(surfaceOf(element)).to.equal(wanted)
        const scheme = wanted === DARK ? 'dark' : 'light'
        expect(schemeOf(element)).to.equal(scheme)
        const inFrame = frameOf(element).contentDocument?.documentElement.style.colorScheme
        expect(inFrame, 'in the frame').to.equal(scheme)
      })
  after(async () => {
    if (emulates) await emulateMedia({ colorScheme: 'light' })
  })

  it('asks no page where the element says what it is', async () => {
    document.documentElement.style.colorScheme = 'dark'
    const element = makeCheckout()
    element.theme = 'light'
    put(element, FILLED.block ?? expect.fail('no place'))
    await ready(element)
    expect(surfaceOf(element)).to.equal(LIGHT)
  })
})

it('takes the cursor when its label is clicked', async () => {
  const element = makeCheckout()
  element.id = 'checkout'
  const label = Object.assign(document.createElement('label'), {
    htmlFor: 'checkout',
    textContent: 'Pay by card',
  })
  put(element, { build: (it) => wrap(label, it) })
  await ready(element)
  label.click()
  await until(() => formIn(element).shadowRoot?.activeElement?.id === 'number')
})

function wrap(...children: HTMLElement[]): HTMLElement {
  const place = document.createElement('main')
  place.append(...children)
  return place
}

const inlineForm = (element: Element) =>
  element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form')
