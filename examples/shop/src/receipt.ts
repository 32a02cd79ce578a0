/** The receipt of an order: what was paid, when and how, and what happens next. */
import type { Checkout, Payment } from './bff-client.ts'
import type { Order } from './orders.ts'
import { isPaid } from './orders.ts'
import { cardWords } from './words.ts'

export type Receipt = {
  payment: Payment
  /** ISO 8601, and as a person reads it. */
  at: string
  date: string
  method: string
  /** The name of a picture in `public/pictures`. */
  mark: 'card' | 'wallet' | 'bank'
  next: string[]
}

export function receiptOf(order: Order, checkout: Checkout | undefined): Receipt | undefined {
  if (!checkout || !isPaid(checkout.status)) return undefined
  const payment = checkout.payments?.findLast(({ status }) => !UNPAID.includes(status))
  if (!payment) return undefined
  const { paidAt, createdAt } = payment
  const at = paidAt ?? createdAt
  return { payment, at, date: dateWords(at), ...methodOf(payment), next: nextSteps(order, payment) }
}

/** Attempts before the one that paid. */
const UNPAID: readonly string[] = ['declined', 'failed', 'expired', 'sending', 'processing', 'unknown']

const WALLETS: Record<string, string> = { apple_pay: 'Apple Pay', google_pay: 'Google Pay' }

function methodOf({ method, card, way }: Payment): Pick<Receipt, 'method' | 'mark'> {
  const name = WALLETS[method]
  if (name) return { method: card ? `${name}, ${cardWords(card)}` : name, mark: 'wallet' }
  if (method === 'hosted') return { method: way?.name ?? "PayKKa's page", mark: 'bank' }
  return { method: card ? cardWords(card) : 'Card', mark: 'card' }
}

function nextSteps({ plan, quote, delivery }: Order, { status }: Payment): string[] {
  if (status === 'canceled') return ['The reservation was given up. Nothing is charged.']
  if (status === 'refunded') return ['The whole amount goes back to you. Your bank needs a few days.']
  const way = `${quote.shipping.name.toLowerCase()} to ${delivery.city}`
  const sent =
    status === 'authorized'
      ? `We make it now. The reserved amount is charged when it ships, by ${way}.`
      : `We pack it now and send it by ${way}.`
  return plan
    ? [sent, `${plan} every month: we charge the same card until you end it in your account.`]
    : [sent]
}

/** The script on the page shows it in the shopper's own time zone. */
const dateWords = (at: string): string => `${DATES.format(new Date(at))} UTC`

const DATES = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
