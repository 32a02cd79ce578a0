/** The page of this shop from which a form was sent. Only its path is taken, so it never leads to another site. */
import type { FastifyRequest } from 'fastify'

/** A link with its words. */
export type Link = { href: string; text: string }

const WORDS: Record<string, string> = {
  basket: 'Back to the basket',
  checkout: 'Back to checkout',
  delivery: 'Back to delivery',
  account: 'Back to your account',
  orders: 'Back to the order',
}

/** `/basket/add` belongs to `/basket`, and `/orders/MW-1/back-office/refund` to the order. */
const PAGE = /^\/(?:(orders)\/[\w-]+|(basket|checkout|delivery|account))(?=\/|$)/

/** Some browsers send no referrer; the form's own address helps then. */
export function pageBefore({ headers: { referer = '' }, url }: FastifyRequest): Link {
  const path = URL.canParse(referer) ? new URL(referer).pathname : ''
  const [href = '/', order, page] = PAGE.exec(path) ?? (path ? [] : (PAGE.exec(url) ?? []))
  return { href, text: WORDS[order ?? page ?? ''] ?? 'Back to the shop' }
}
