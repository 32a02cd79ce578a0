/** The facts about one PayKKa page: how long it can be paid, and which methods it offers. Pure. */
import type { HostedMethod } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'

const MINUTE = 60_000
/** A payment that began in the page's last second needs some time to become an order. */
const LAST_SECOND_MS = 2 * MINUTE
/** PayKKa ends the page by its own clock, and accepts requests whose timestamp is off by at most five minutes. */
const CLOCKS_MS = 5 * MINUTE
/** For this long after `payable_until` an order may still appear at PayKKa. */
export const PAGE_MARGIN_MS = LAST_SECOND_MS + CLOCKS_MS

/**
 * PayKKa creates the order only when the shopper pays, so "not found" proves nothing about the page before this moment.
 * @returns Unix milliseconds; 0 for a payment without a page
 */
export function pageIsOverAt({ payable_until }: Pick<PaymentRow, 'payable_until'>): number {
  return payable_until ? payable_until + PAGE_MARGIN_MS : 0
}

/** `chosen`: the method the shopper requested; null when the shopper chooses on the page. */
export type HostedPage = { ways: HostedMethod[]; chosen: HostedMethod | null }

/** @returns null for a payment without a page, or from a version that did not store it */
export function readPage({ hosted_page }: Pick<PaymentRow, 'hosted_page'>): HostedPage | null {
  return hosted_page ? (JSON.parse(hosted_page) as HostedPage) : null
}

/**
 * One page offers all methods of the checkout, so that a shopper who changes their mind needs no second page.
 * @param asked in the order offered; an empty list means all
 */
export function planPage(asked: HostedMethod[], offered: HostedMethod[]): HostedPage {
  const rest = offered.filter((way) => !asked.includes(way))
  return { ways: [...asked, ...rest], chosen: asked.length === 1 ? (asked[0] ?? null) : null }
}

/** @returns whether the page offers the requested methods */
export function fits(page: HostedPage | null, asked: HostedMethod[], offered: HostedMethod[]): boolean {
  const wanted = asked.length > 0 ? asked : offered
  return wanted.every((way) => page?.ways.includes(way))
}
