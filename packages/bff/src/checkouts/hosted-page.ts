/** What is known of one page of PayKKa's: until when it can be paid, and which ways to pay it offers. Pure. */
import type { HostedMethod } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'

const MINUTE = 60_000
/** A payment that a shopper began in the page's last second needs some time to become an order. */
const LAST_SECOND_MS = 2 * MINUTE
/** PayKKa ends the page by its own clock. It answers requests whose timestamp is off by five minutes at most. */
const CLOCKS_MS = 5 * MINUTE
/** So long after `payable_until` PayKKa may still learn of a payment on its page. */
export const PAGE_MARGIN_MS = LAST_SECOND_MS + CLOCKS_MS

/**
 * PayKKa makes an order only when the shopper pays, so before this moment "not found" proves nothing about the page.
 * @returns Unix milliseconds; 0 for a payment that has no page
 */
export function pageIsOverAt({ payable_until }: Pick<PaymentRow, 'payable_until'>): number {
  return payable_until ? payable_until + PAGE_MARGIN_MS : 0
}

/** `chosen`: the one way the shopper asked for; null when they are to choose on the page. */
export type HostedPage = { ways: HostedMethod[]; chosen: HostedMethod | null }

/** @returns null for a payment that has no page, or was made by a version that did not note it */
export function readPage({ hosted_page }: Pick<PaymentRow, 'hosted_page'>): HostedPage | null {
  return hosted_page ? (JSON.parse(hosted_page) as HostedPage) : null
}

/**
 * One page carries all that the checkout offers, so that a shopper who changes their mind needs no second one.
 * @param asked in the order in which they are offered; none asks for all
 */
export function planPage(asked: HostedMethod[], offered: HostedMethod[]): HostedPage {
  const rest = offered.filter((way) => !asked.includes(way))
  return { ways: [...asked, ...rest], chosen: asked.length === 1 ? (asked[0] ?? null) : null }
}

/** @returns whether a shopper who asks for these ways finds them on the page */
export function fits(page: HostedPage | null, asked: HostedMethod[], offered: HostedMethod[]): boolean {
  const wanted = asked.length > 0 ? asked : offered
  return wanted.every((way) => page?.ways.includes(way))
}
