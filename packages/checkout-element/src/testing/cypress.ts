/**
 * Drives `<paykka-checkout>` in a shop's own Cypress tests, without depending on Cypress. Cypress dispatches its own events,
 * so every press arrives. It can use the cross-origin card frame only with `chromeWebSecurity: false`.
 */
import type { CheckoutStatusWord, TestCard } from './checkout-page.ts'
import { MESSAGE } from './message.ts'

type Options = { includeShadowDom?: boolean; timeout?: number }

/** The used part of a Cypress chain. */
export interface CyChain {
  find(selector: string, options?: Options): CyChain
  its(path: string): CyChain
  should(chainer: string): CyChain
  clear(): CyChain
  type(text: string, options?: { delay?: number }): CyChain
  click(): CyChain
  scrollIntoView(): CyChain
  invoke(name: string): CyChain
  then<T>(act: (subject: T) => unknown): CyChain
}

/** The used part of `cy`. */
export interface Cy {
  get(selector: string, options?: Options): CyChain
  wrap(subject: unknown): CyChain
}

const DEEP = { includeShadowDom: true } as const

/**
 * Page object for one checkout. Each method queues commands, as Cypress does.
 *
 * @example
 * const checkout = new CypressCheckout(cy)
 * checkout.fillCard({ number: '4242 4242 4242 4242' })
 * checkout.pay()
 * checkout.waitForStatus('paid')
 */
export class CypressCheckout {
  readonly #cy: Cy
  readonly #selector: string
  readonly #inline: boolean

  /** `inline` is for `card-entry="inline"`, where the fields are in the page itself. */
  constructor(cy: Cy, options: { selector?: string; inline?: boolean } = {}) {
    this.#cy = cy
    this.#selector = options.selector ?? 'paykka-checkout'
    this.#inline = options.inline ?? false
  }

  /** Types a card; omitted fields get a valid value. */
  fillCard({ number, expiry = '12 / 34', cvc = '123', name = 'Alex Shopper' }: TestCard): void {
    this.#find('[part="card"][data-ready]').should('exist')
    for (const [id, text] of Object.entries({ number, expiry, cvc, holder: name }))
      this.#form().find(`#${id}`, DEEP).clear().type(text, { delay: 0 })
  }

  /** Presses the pay button. */
  pay(): void {
    this.#find('[part="pay-button"]').scrollIntoView().click()
  }

  /** Waits until the shopper sees the given state. */
  waitForStatus(status: CheckoutStatusWord, options: { timeout?: number } = {}): CyChain {
    return this.#find(`[part="base"][data-status="${status}"]`, options).should('exist')
  }

  /** The text of the banner or panel. */
  message(): CyChain {
    return this.#find(MESSAGE).invoke('text')
  }

  #find(selector: string, options: Options = {}): CyChain {
    return this.#cy.get(this.#selector).find(selector, { ...DEEP, ...options })
  }

  #form(): CyChain {
    if (this.#inline) return this.#find('paykka-card-form')
    const body = this.#find('iframe').its('0.contentDocument.body').should('not.be.empty')
    return body.then((found) => this.#cy.wrap(found)).find('paykka-card-form', DEEP)
  }
}
