/** Nothing on the page moves when the element's script loads late: with the rule of the README, the layout shift is 0. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'

type Shift = PerformanceEntry & { value: number }

const README = '/packages/checkout-element/README.md'

/** The rule that a shop copies. */
async function ruleOfReadme(): Promise<string> {
  const text = await (await fetch(README)).text()
  return /```css\n(paykka-checkout:not\(:defined\)[^`]*)```/.exec(text)?.[1] ?? expect.fail('no rule')
}

/** A page with the tag before its definition, and a line below it. */
function writePage(tag: string, rule: string, frame = ''): HTMLElement {
  const page = document.createElement('main')
  const style = document.createElement('style')
  style.textContent = rule.replaceAll('paykka-checkout', tag)
  const element = document.createElement(tag)
  element.setAttribute('bff-url', location.origin)
  element.setAttribute('client-secret', 'cs_test')
  element.innerHTML = frame
  const below = document.createElement('p')
  below.textContent = 'Thank you for shopping with us.'
  page.append(style, element, below)
  document.body.replaceChildren(page)
  return page
}

const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

/** The layout shifts that the browser reports. */
class Shifts {
  readonly #seen: Shift[] = []
  #tell: () => void = () => undefined
  readonly #observer = new PerformanceObserver((list) => {
    this.#seen.push(...(list.getEntries() as Shift[]))
    this.#tell()
  })

  constructor() {
    this.#observer.observe({ type: 'layout-shift' })
  }

  /** Moves the page on purpose and waits for the report, after all earlier ones. */
  async before(page: HTMLElement): Promise<Shift[]> {
    await painted()
    const moved = performance.now()
    page.style.paddingBlockStart = '50px'
    while (!this.#seen.some(({ startTime }) => startTime >= moved))
      await new Promise<void>((resolve) => {
        this.#tell = resolve
      })
    this.#observer.disconnect()
    return this.#seen.filter(({ startTime }) => startTime < moved)
  }
}

describe('layout shift', () => {
  before(function () {
    // Only Chromium has this score.
    if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) this.skip()
  })

  /** Defines the element in a painted page and waits until its card form is shown. */
  async function scoreOf(tag: string, rule: string, frame?: string): Promise<number> {
    const page = writePage(tag, rule, frame)
    await painted()
    const shifts = new Shifts()
    const world = new FakeWorld()
    world.checkout = checkout()
    const Late = class extends PaykkaCheckout {
      static override environment = world
    }
    const ready = new Promise((resolve) => page.addEventListener('paykka-ready', resolve))
    customElements.define(tag, Late)
    await ready
    if (frame) expect(page.querySelector('iframe')?.assignedSlot?.name).to.equal('card-frame')
    const reported = await shifts.before(page)
    page.remove()
    return reported.reduce((total, { value }) => total + value, 0)
  }

  it('is 0 with the rule of the README', async () => {
    expect(await scoreOf('paykka-kept-place', await ruleOfReadme())).to.equal(0)
  })

  it('is 0 with the card frame in the tag', async () => {
    const frame =
      /<iframe[\s\S]*?<\/iframe>/.exec(await (await fetch(README)).text())?.[0] ?? expect.fail('no frame')
    const here = frame.replaceAll('https://pay.shop.example', location.origin)
    expect(await scoreOf('paykka-with-frame', await ruleOfReadme(), here)).to.equal(0)
  })

  it('is seen without the rule', async () => {
    expect(await scoreOf('paykka-no-place', '')).to.be.above(0)
  })
})
