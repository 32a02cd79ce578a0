/** The demo sheet of a wallet: what a shopper does in it. */
import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

export type WalletName = 'Apple Pay' | 'Google Pay'

export class WalletSheet {
  readonly dialog: Locator
  readonly #page: Page
  readonly #name: WalletName

  constructor(page: Page, name: WalletName) {
    this.#page = page
    this.#name = name
    this.dialog = page.getByRole('dialog', { name })
  }

  /** Presses the wallet's button on the page and waits until the sheet can be used. */
  async open(): Promise<void> {
    await this.#page.locator('paykka-checkout').getByRole('button', { name: this.#name }).click()
    await expect(this.payButton).toBeEnabled()
  }

  get payButton(): Locator {
    return this.dialog.getByRole('button', { name: /^Pay / })
  }

  async pay(): Promise<void> {
    await this.payButton.click()
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(this.dialog).toHaveCount(0)
  }

  /** Chooses by the beginning of the option's name, after a price where the sheet puts one first, and waits for the new total. */
  async choose(
    field: 'Card' | 'Authentication' | 'Deliver to' | 'Delivery',
    beginning: string,
  ): Promise<void> {
    const select = this.dialog.getByLabel(field, { exact: true })
    const option = select.locator('option', { hasText: new RegExp(`^\\s*([^:]*\\d: )?${beginning}`) })
    await select.selectOption((await option.getAttribute('value')) ?? '')
    await expect(this.dialog.getByRole('button', { name: 'Cancel' })).toBeVisible()
    await expect(select).toBeEnabled()
  }

  async expectTotal(total: string): Promise<void> {
    await expect(this.payButton).toHaveText(`Pay ${total}`)
  }
}
