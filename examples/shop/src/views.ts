/** Renders the pages in `views/` and adds what every page shows. Eta escapes each value it prints. */
import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import type { FastifyReply } from 'fastify'
import { priceBasket } from './basket.ts'
import { formatMoney } from './money.ts'
import { CONTROLS, DEFAULT_PREFERENCES } from './preferences.ts'
import type { Visitor } from './visitors.ts'
import { cardWords, causeWords, statusWords } from './words.ts'

const WORDS = { formatMoney, statusWords, causeWords, cardWords }

const eta = new Eta({ views: fileURLToPath(new URL('../views', import.meta.url)), cache: true })

export type Page = { view: string; title: string; status?: number; data?: Record<string, unknown> }

export function sendPage(reply: FastifyReply, visitor: Visitor | undefined, page: Page): FastifyReply {
  const html = eta.render(page.view, { ...page.data, ...frameData(visitor), title: page.title, ...WORDS })
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(html)
}

function frameData(visitor: Visitor | undefined) {
  const { currency = 'EUR', preferences = DEFAULT_PREFERENCES } = visitor ?? {}
  const pieces = visitor ? priceBasket(visitor.basket, currency).pieces : 0
  return { currency, preferences, controls: CONTROLS, chosen: { ...preferences, currency }, pieces }
}
