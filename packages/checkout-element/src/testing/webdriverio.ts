/**
 * Drives `<paykka-checkout>` in a shop's own WebdriverIO tests: version 9 or newer with WebDriver BiDi, its default. It does
 * not depend on WebdriverIO.
 */
import type { CheckoutStatusWord, TestCard } from './checkout-page.ts'
import { MESSAGE } from './message.ts'
import { listenForPress, pressUntilReceived, twoFrames, wasPressed } from './press.ts'

/** The used part of WebdriverIO's element. Its selectors pierce shadow roots. */
export interface WdioElement {
  $(selector: string): WdioElement
  setValue(value: string): Promise<void>
  click(): Promise<void>
  scrollIntoView(): Promise<unknown>
  getText(): Promise<string>
  getAttribute(name: string): Promise<string | null>
  waitForExist(options?: { timeout?: number }): Promise<unknown>
}

/** The used part of its `browser`, as loose as it must be to accept the real one: there an element has 300 members. */
export interface WdioBrowser {
  $(selector: string): WdioElement
  switchFrame(frame: unknown): Promise<unknown>
  execute(run: unknown, element: unknown): Promise<unknown>
}

/**
 * Page object for one checkout.
 *
 * @example
 * const checkout = new WdioCheckout(browser)
 * await checkout.fillCard({ number: '4242 4242 4242 4242' })
 * await checkout.pay()
 * await checkout.waitForStatus('paid')
 */
export class WdioCheckout {
  readonly #browser: WdioBrowser
  readonly #element: WdioElement
  readonly #inline: boolean

  /** `inline` is for `card-entry="inline"`, where the fields are in the page itself. */
  constructor(browser: WdioBrowser, options: { selector?: string; inline?: boolean } = {}) {
    this.#browser = browser
    this.#element = browser.$(options.selector ?? 'paykka-checkout')
    this.#inline = options.inline ?? false
  }

  /** Types a card; omitted fields get a valid value. */
  async fillCard({
    number,
    expiry = '12 / 34',
    cvc = '123',
    name = 'Alex Shopper',
  }: TestCard): Promise<void> {
    await this.#element.$('[part="card"][data-ready]').waitForExist()
    const texts = { number, expiry, cvc, holder: name }
    if (!this.#inline) await this.#browser.switchFrame(this.#element.$('iframe'))
    const form = this.#inline ? this.#element.$('paykka-card-form') : this.#browser.$('paykka-card-form')
    for (const [id, text] of Object.entries(texts)) await form.$(`#${id}`).setValue(text)
    if (!this.#inline) await this.#browser.switchFrame(null)
  }

  /** Presses the pay button, again if a press did not reach it. */
  async pay(): Promise<void> {
    const button = this.#element.$('[part="pay-button"]')
    await button.scrollIntoView()
    // `$` returns a promise of the element, and `execute` needs the element.
    const element = await this.#element
    await pressUntilReceived({
      listen: () => this.#browser.execute(listenForPress, element),
      press: () => button.click(),
      settle: () => this.#browser.execute(twoFrames, element),
      received: async () => (await this.#browser.execute(wasPressed, element)) === true,
    })
  }

  /** The current value of `data-status`. */
  async status(): Promise<string> {
    return (await this.#element.$('[part="base"]').getAttribute('data-status')) ?? ''
  }

  /** Waits until the shopper sees the given state. */
  async waitForStatus(status: CheckoutStatusWord, options: { timeout?: number } = {}): Promise<void> {
    await this.#element.$(`[part="base"][data-status="${status}"]`).waitForExist(options)
  }

  /** The text of the banner or panel. */
  async message(): Promise<string> {
    const text = await this.#element.$(MESSAGE).getText()
    return text.replace(/\s+/g, ' ').trim()
  }
}
