/** Drives `<paykka-checkout>` in a shop's own Playwright tests, without depending on Playwright. */
import { MESSAGE } from './message.ts'
import { listenForPress, pressUntilReceived, twoFrames, wasPressed } from './press.ts'

/** The used part of Playwright's `ElementHandle`. It fails at once when its page was left; a locator would wait. */
export interface HandleLike {
  evaluate<T>(run: (element: Element) => T): Promise<T>
}

/** The used part of Playwright's `Locator`. */
export interface LocatorLike {
  locator(selector: string): LocatorLike
  elementHandle(): Promise<HandleLike | null>
  fill(value: string): Promise<void>
  click(): Promise<void>
  getAttribute(name: string): Promise<string | null>
  textContent(): Promise<string | null>
  innerText(): Promise<string>
  scrollIntoViewIfNeeded(): Promise<void>
  waitFor(options?: { state?: 'visible' | 'attached'; timeout?: number }): Promise<void>
}

/** The used part of Playwright's `FrameLocator`. */
export interface FrameLocatorLike {
  locator(selector: string): LocatorLike
}

/** The used part of Playwright's `Page`. */
export interface PageLike {
  locator(selector: string): LocatorLike
  frameLocator(selector: string): FrameLocatorLike
  evaluate<T>(run: () => T): Promise<T>
}

/** A card as a shopper would type it. */
export type TestCard = { number: string; expiry?: string; cvc?: string; name?: string }

/** The value of `data-status`. */
export type CheckoutStatusWord =
  | 'loading'
  | 'stopped'
  | 'ready'
  | 'paying'
  | 'action'
  | 'processing'
  | 'unknown'
  | 'paid'
  | 'used-up'
  | 'canceled'
  | 'expired'
  | 'declined'
  | 'amount-changed'
  | 'failed'

/**
 * Page object for one checkout.
 *
 * @example
 * const checkout = new CheckoutPage(page)
 * await checkout.fillCard({ number: '4242 4242 4242 4242' })
 * await checkout.pay()
 * await checkout.waitForStatus('paid')
 */
export class CheckoutPage {
  readonly element: LocatorLike
  readonly #page: PageLike
  readonly #selector: string
  readonly #inline: boolean

  /** `inline` is for `card-entry="inline"`, where the fields are in the page itself. */
  constructor(page: PageLike, options: { selector?: string; inline?: boolean } = {}) {
    this.#page = page
    this.#selector = options.selector ?? 'paykka-checkout'
    this.#inline = options.inline ?? false
    this.element = page.locator(this.#selector)
  }

  /** Waits until the card form can be used. */
  async waitForForm(): Promise<void> {
    await this.element.locator('[part="card"][data-ready]').waitFor()
  }

  /** Types a card; omitted fields get a valid value. */
  async fillCard({
    number,
    expiry = '12 / 34',
    cvc = '123',
    name = 'Alex Shopper',
  }: TestCard): Promise<void> {
    await this.waitForForm()
    await this.field('number').fill(number)
    await this.field('expiry').fill(expiry)
    await this.field('cvc').fill(cvc)
    await this.field('holder').fill(name)
  }

  /** One of the four text boxes. */
  field(name: 'number' | 'expiry' | 'cvc' | 'holder'): LocatorLike {
    return this.#form().locator(`#${name}`)
  }

  /** One field of the billing details, by its name in the pay request's `billing`. */
  billingField(name: string): LocatorLike {
    return this.element.locator(`#billing-${name}`)
  }

  /** The error text of a field; empty when there is none. */
  async fieldMessage(name: 'number' | 'expiry' | 'cvc' | 'holder'): Promise<string> {
    const message = this.#form().locator(`#${name}-message`)
    if (!(await message.getAttribute('class'))?.includes('error')) return ''
    return ((await message.textContent()) ?? '').trim()
  }

  /** Presses the pay button, again if a press did not reach it. */
  async pay(): Promise<void> {
    const button = this.element.locator('[part="pay-button"]')
    await button.scrollIntoViewIfNeeded()
    const host = await this.element.elementHandle()
    if (!host) throw new Error(`There is no ${this.#selector} on the page.`)
    await pressUntilReceived({
      listen: () => host.evaluate(listenForPress),
      press: () => button.click(),
      settle: () => this.#page.evaluate(twoFrames),
      received: () => host.evaluate(wasPressed),
    })
  }

  /** The current value of `data-status`. */
  async status(): Promise<string> {
    return (await this.element.locator('[part="base"]').getAttribute('data-status')) ?? ''
  }

  /** Waits until the shopper sees the given state. */
  async waitForStatus(status: CheckoutStatusWord, options: { timeout?: number } = {}): Promise<void> {
    await this.element.locator(`[part="base"][data-status="${status}"]`).waitFor(options)
  }

  /** The text of the banner or panel: title and explanation, separated by a space. */
  async message(): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: Playwright's method; `textContent` would join the paragraphs.
    const text = await this.element.locator(MESSAGE).innerText()
    return text.replace(/\s+/g, ' ').trim()
  }

  #form(): LocatorLike {
    if (this.#inline) return this.element.locator('paykka-card-form')
    return this.#page.frameLocator(`${this.#selector} iframe`).locator('paykka-card-form')
  }
}
