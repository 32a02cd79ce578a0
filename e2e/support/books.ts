/** What really happened: the emulator's books on one side, the BFF's payments on the other. */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { FaultRule } from '../../packages/emulator/src/fault-types.ts'
import type { Ledger, LedgerOrder } from '../../packages/emulator/src/ledger.ts'
import type { Checkout } from '../../packages/shared-types/src/checkout.ts'
import { CARDS } from './cards.ts'
import type { StackFacts } from './stack.ts'

type Addresses = Pick<StackFacts, 'bffUrl' | 'emulatorUrl' | 'secretKey'>

export class Books {
  readonly #stack: Addresses

  constructor(stack: Addresses) {
    this.#stack = stack
  }

  /** The emulator's account of every charge. */
  async ledger(): Promise<Ledger> {
    return await readJson<Ledger>(`${this.#stack.emulatorUrl}/emulator/ledger`)
  }

  /** A checkout as the shop's server sees it. */
  async checkout(id: string): Promise<Checkout> {
    return await readJson<Checkout>(`${this.#stack.bffUrl}/v1/checkouts/${id}`, this.#stack.secretKey)
  }

  /** The id of the checkout on a page. */
  async checkoutIdOn(page: Page): Promise<string> {
    const element = page.locator('paykka-checkout')
    // The property: a checkout that was begun anew is not in the page's markup.
    const secret = await element.evaluate(
      (node) => (node as { clientSecret?: string }).clientSecret ?? node.getAttribute('client-secret'),
    )
    const { id } = await readJson<{ id: string }>(`${this.#stack.bffUrl}/client/v1/checkout`, secret ?? '')
    return id
  }

  /** The emulator's orders that belong to a checkout. */
  async ordersOf(checkoutId: string): Promise<LedgerOrder[]> {
    const [{ payments }, { orders }] = await Promise.all([this.checkout(checkoutId), this.ledger()])
    return orders.filter((order) => payments.some((payment) => payment.transId === order.transId))
  }

  /** Money moved exactly once for this checkout, and both sides say the same amount. */
  async expectOneCharge(checkoutId: string, amount?: number): Promise<void> {
    const orders = await this.ordersOf(checkoutId)
    const charged = orders.filter((order) => order.charges > 0)
    expect(charged.map(({ status, charges }) => [status, charges])).toEqual([['SUCCESS', 1]])
    const checkout = await this.checkout(checkoutId)
    expect(checkout.status).toBe('succeeded')
    expect(charged[0]?.amount).toBe(amount ?? checkout.amount.value)
  }

  /** No money moved for this checkout. */
  async expectNoCharge(checkoutId: string): Promise<void> {
    const orders = await this.ordersOf(checkoutId)
    expect(orders.map(({ charges }) => charges).filter((charges) => charges > 0)).toEqual([])
  }

  /** PayKKa's notification of this kind reached the BFF, which stored it. */
  async expectNotification(transId: string, type: string): Promise<void> {
    const reported = async () =>
      (await this.ledger()).notices.filter((notice) => notice.transId === transId && notice.delivered)
    await expect.poll(async () => (await reported()).map((notice) => notice.type)).toContain(type)
  }

  /** Raises a dispute at PayKKa, as a cardholder's bank would. */
  async dispute(transId: string): Promise<void> {
    await this.#post('/emulator/disputes', { transId })
  }

  /** PayKKa's query knows nothing of the charged-no-answer card at first: what the shopper sees meanwhile stays to be seen. */
  async keepUnknownFor(ms: number): Promise<void> {
    const match = { path: '/v3/payment/acq/query', last4: CARDS.chargedNoAnswer.slice(-4) }
    await this.script({ match, fault: { type: 'not-found', ms } })
  }

  /** Scripts a fault in the emulator. */
  async script(rule: FaultRule): Promise<void> {
    await this.#post('/emulator/faults', rule)
  }

  async #post(path: string, content: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(content) }
    const response = await fetch(`${this.#stack.emulatorUrl}${path}`, init)
    expect(response.ok, await response.text()).toBe(true)
  }
}

export async function readJson<T>(url: string, bearer?: string): Promise<T> {
  const headers: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {}
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
