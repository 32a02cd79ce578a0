/** Compares PayKKa's books with what the BFF knows in the end, and with what each shopper saw. */
import type { Ledger } from '@paykka-checkout/emulator'
import type { Purchase } from './shop.ts'

/** One order at the end. */
export type Sale = Pick<Purchase, 'amount' | 'reported'> & {
  /** The status of its last payment; null when there is none or the checkout is not known. */
  status: string | null
}

export type Books = {
  charges: number
  /** Orders that are not charged and not given up yet. */
  held: number
  /** Each is a sentence; empty when the money is right. */
  wrong: string[]
}

const PAID = new Set(['authorized', 'succeeded'])
const OPEN = new Set(['sending', 'unknown', 'processing', 'requires_action', 'needs_review'])
/** Answered as ended: the shopper may pay elsewhere. */
const NO = new Set(['failed', 'declined', 'canceled', 'expired', 'gateway_unreachable', 'payment_declined'])

export const isOpen = (status: string | null) => status !== null && OPEN.has(status)

export function judgeBooks(ledger: Ledger, sales: readonly Sale[]): Books {
  const charges = chargesByAmount(ledger)
  return {
    charges: [...charges.values()].reduce((sum, count) => sum + count, 0),
    held: sales.filter(({ amount, status }) => isOpen(status) && !charges.has(amount)).length,
    wrong: sales.flatMap((sale) => judgeSale(sale, charges.get(sale.amount) ?? 0)),
  }
}

function judgeSale({ amount, reported, status }: Sale, charges: number): string[] {
  const paid = PAID.has(status ?? '')
  const rules: [boolean, string][] = [
    [charges > 1, `charged ${charges} times`],
    [charges > 0 && !paid, `charged, and known as ${status ?? 'nothing'}`],
    [charges === 0 && paid, `known as ${status}, and never charged`],
    [charges === 0 && reported.includes('succeeded'), 'the shopper saw "paid", and was never charged'],
    [
      charges > 0 && reported.length > 0 && reported.every((word) => NO.has(word)),
      `told ${reported.join(', ')}, and charged`,
    ],
  ]
  return rules.filter(([broken]) => broken).map(([, words]) => `order of ${amount}: ${words}`)
}

/** A trans_id that was charged twice counts twice. */
function chargesByAmount({ orders }: Ledger): Map<number, number> {
  const found = new Map<number, number>()
  for (const { amount, charges } of orders.filter((order) => order.charges > 0))
    found.set(amount, (found.get(amount) ?? 0) + charges)
  return found
}
