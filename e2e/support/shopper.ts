/** Somebody who buys in the demo shop, in one browser tab. */
import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { CheckoutPage } from '../../packages/checkout-element/src/testing/checkout-page.ts'
import type { Books } from './books.ts'
import type { StackFacts } from './stack.ts'

export type OrderWord =
  | 'open'
  | 'processing'
  | 'unknown'
  | 'authorized'
  | 'succeeded'
  | 'action_required'
  | 'expired'

export class Shopper {
  readonly page: Page
  readonly checkout: CheckoutPage
  readonly #stack: StackFacts
  readonly #books: Books

  constructor(page: Page, stack: StackFacts, books: Books) {
    this.page = page
    this.checkout = new CheckoutPage(page)
    this.#stack = stack
    this.#books = books
  }

  /** The same shopper in another tab. */
  async secondTab(): Promise<Shopper> {
    return new Shopper(await this.page.context().newPage(), this.#stack, this.#books)
  }

  async addToBasket(product = 'House coffee'): Promise<void> {
    await this.page.goto(this.#stack.shopUrl)
    await this.page.getByRole('button', { name: `Add to basket ${product}` }).click()
    await this.page.waitForURL('**/basket')
  }

  /** Opens the payment page of the basket and answers the checkout's id. */
  async goToCheckout(): Promise<string> {
    await this.page.goto(`${this.#stack.shopUrl}/checkout`)
    return await this.#books.checkoutIdOn(this.page)
  }

  /** Straight to the payment page with one thing in the basket; another test covers the way through the shop's pages. */
  async startCheckout(): Promise<string> {
    const form = { product: 'house-coffee', quantity: '1' }
    await this.page.request.post(`${this.#stack.shopUrl}/basket/add`, { form, maxRedirects: 0 })
    return await this.goToCheckout()
  }

  async payWith(number: string): Promise<void> {
    await this.checkout.fillCard({ number })
    await this.pay()
  }

  async pay(): Promise<void> {
    await this.checkout.pay()
  }

  /** Presses a button of the demo bank. */
  async answerBank(button: 'Approve' | 'Fail' | 'Cancel'): Promise<void> {
    await this.page.getByRole('heading', { name: 'Confirm this payment' }).waitFor()
    await this.page.getByRole('button', { name: button }).click()
  }

  /** The order's address; known on the payment page and on the order page. */
  async orderUrl(): Promise<string> {
    const onCheckout = this.page.locator('paykka-checkout[data-order-url]')
    if ((await onCheckout.count()) === 0) return this.page.url().replace(/\?.*$/, '')
    return new URL((await onCheckout.getAttribute('data-order-url')) ?? '', this.#stack.shopUrl).href
  }

  /** Waits until the order page in front shows a state; it follows the order by itself. */
  async expectOrder(state: OrderWord): Promise<void> {
    await this.page.waitForURL('**/orders/**')
    await expect(this.page.locator('[data-order-state]')).toHaveAttribute('data-order-state', state)
  }

  /** The pay button, for Playwright's own assertions. */
  get payButton(): Locator {
    return this.page.locator('paykka-checkout [part="pay-button"]')
  }

  /** A text box inside the isolated frame. */
  field(name: 'number' | 'expiry' | 'cvc' | 'holder'): Locator {
    return this.page.frameLocator('paykka-checkout iframe').locator(`#${name}`)
  }
}
