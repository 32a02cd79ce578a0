/** The card frame in the page's own HTML: used in its place if it is the BFF's, otherwise replaced or removed. */
import { expect } from 'chai'
import { afterFrameAhead } from '../../../src/card/frame/frame-ahead.ts'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeScreen } from '../../support/fake-screen.ts'
import { FakeWorld } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const SANDBOX = 'allow-scripts allow-same-origin allow-forms'
const ADDRESS = `${location.origin}/card-frame?locale=en`

let element: PaykkaCheckout
let world: FakeWorld

/** As in a page: the frame exists first, and the tag becomes an element around it. */
async function show(
  attributes: Record<string, string>,
  view: Partial<PublicCheckout> = {},
  own: Record<string, string> = {},
): Promise<HTMLIFrameElement> {
  world = new FakeWorld()
  world.realWaitsUpTo = 900
  world.checkout = checkout(view)
  world.surround(PaykkaCheckout)
  const frame = document.createElement('iframe')
  const given = { slot: 'card-frame', sandbox: SANDBOX, src: ADDRESS, title: 'Card details', ...attributes }
  for (const [name, value] of Object.entries(given)) frame.setAttribute(name, value)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret', ...own })
  element.append(frame)
  document.body.append(element)
  await element.whenReady
  return frame
}

const ownFrame = () => element.shadowRoot?.querySelector('iframe') ?? null
const formIn = (frame: HTMLIFrameElement | null) => frame?.contentDocument?.querySelector('paykka-card-form')

afterEach(() => element.remove())

describe('a frame written ahead', () => {
  it('is used in its place and is not loaded again', async () => {
    let loads = 0
    const counting = (event: Event) => {
      if (event.target instanceof HTMLIFrameElement) loads++
    }
    document.addEventListener('load', counting, true)
    const frame = await show({})
    document.removeEventListener('load', counting, true)
    expect(loads).to.equal(1)
    expect(ownFrame()).to.equal(null)
    expect(frame.assignedSlot?.name).to.equal('card-frame')
    expect(frame.getBoundingClientRect().height).to.be.above(200)
    expect(formIn(frame)?.locked).to.equal(false)
  })

  for (const [name, attributes] of Object.entries({
    'with more rights': { sandbox: `${SANDBOX} allow-top-navigation` },
    'with no sandbox at all': { sandbox: '' },
    'with its own document': { srcdoc: '<input>' },
    'of another page': { src: `${location.origin}/challenge` },
    'of another origin': { src: `http://127.0.0.1:${location.port}/card-frame` },
    'for a code alone': { src: `${ADDRESS}&form=code` },
  })) {
    it(`${name} is replaced`, async () => {
      const frame = await show(attributes)
      expect(frame.isConnected).to.equal(false)
      expect(formIn(ownFrame())).not.to.equal(null)
      expect(ownFrame()?.getAttribute('sandbox')).to.equal(SANDBOX)
    })
  }

  it('goes away where no card can be paid with', async () => {
    const frame = await show({}, { methods: [{ type: 'hosted', available: true }] as never })
    expect(frame.isConnected).to.equal(false)
  })

  it('goes away where the card is typed in the page', async () => {
    const frame = await show({}, { cardEntry: 'inline' }, { cardEntry: 'inline' })
    expect(frame.isConnected).to.equal(false)
    expect(element.shadowRoot?.querySelector('paykka-card-form')).not.to.equal(null)
  })

  it('can be typed into while the checkout is on its way', async () => {
    world = new FakeWorld()
    world.checkout = null
    world.surround(PaykkaCheckout)
    element = document.createElement('paykka-checkout')
    Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret' })
    element.innerHTML = `<iframe slot="card-frame" sandbox="${SANDBOX}" src="${ADDRESS}" title="Card"></iframe>`
    document.body.append(element)
    const frame = element.querySelector('iframe') ?? expect.fail('no frame')
    const call = await world.call()
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    const input = () => formIn(frame)?.shadowRoot?.querySelector<HTMLInputElement>('#number')
    expect(input()?.readOnly).to.equal(false)
    const { x, y, width } = frame.getBoundingClientRect()
    expect(element.shadowRoot?.elementFromPoint(x + width / 2, y + 40)).not.to.match(/skeleton/)
    expect(document.elementFromPoint(x + width / 2, y + 40)).to.equal(frame)
    call.answer(200, checkout())
    await element.whenReady
  })
})

describe('while a page with a frame written ahead loads', () => {
  let screen: FakeScreen
  let acted: number
  let tags: Element[]

  beforeEach(() => {
    acted = 0
    element = document.createElement('paykka-checkout')
    element.innerHTML = '<iframe slot="card-frame"></iframe>'
    document.body.append(element)
    Object.defineProperty(document, 'readyState', { value: 'interactive', configurable: true })
    screen = new FakeScreen()
    tags = []
    afterFrameAhead(
      () => acted++,
      (tag) => tags.push(tag),
    )
  })

  afterEach(() => {
    // A pending wait would act in the next test.
    window.dispatchEvent(new Event('load'))
    screen.paint()
    screen.restore()
    Reflect.deleteProperty(document, 'readyState')
  })

  it('its checkout is asked for meanwhile', () => {
    expect(tags).to.deep.equal([element])
    expect(acted).to.equal(0)
  })

  it("the element waits for the frame's own word, and for nobody else's", () => {
    window.dispatchEvent(new MessageEvent('message', { source: window }))
    screen.paint()
    expect(acted).to.equal(0)
    const source = element.querySelector('iframe')?.contentWindow ?? null
    window.dispatchEvent(new MessageEvent('message', { source }))
    screen.paint()
    expect(acted).to.equal(1)
  })

  it('it starts only when the loaded page has been painted with the frame in it', () => {
    window.dispatchEvent(new Event('load'))
    expect(acted).to.equal(0)
    screen.paint()
    expect(acted).to.equal(1)
  })

  it('a page that has loaded keeps nobody waiting, and asks for nothing ahead', () => {
    Object.defineProperty(document, 'readyState', { value: 'complete', configurable: true })
    afterFrameAhead(
      () => acted++,
      (tag) => tags.push(tag),
    )
    expect([acted, tags.length]).to.deep.equal([1, 1])
  })

  it('a frame that does not come is not waited for, and nothing happens twice', () => {
    screen.wait()
    screen.paint()
    expect(acted).to.equal(1)
    window.dispatchEvent(new Event('load'))
    screen.paint()
    expect(acted).to.equal(1)
  })
})
