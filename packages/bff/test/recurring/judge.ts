/**
 * What card networks forbid, judged by PayKKa's books alone: neither the BFF's advice nor its database is asked.
 * Visa: no try after a decline of category 1, at most 15 tries of one payment in 30 days.
 */
import type { LedgerOrder } from '@paykka-checkout/emulator'

/** One charge that reached PayKKa. */
export type Try = { at: number; transId: string; card: string; order: string }

const DAY = 86_400_000
/** Codes after which this card must not be charged again: stop payment, lost or stolen, expired. */
const FINAL_CODES = ['3901', '3902', '3054']

/** @returns the tries that were forbidden when they were made, each with the rule */
export function forbiddenTries(tries: readonly Try[], books: readonly LedgerOrder[]): string[] {
  const ends = new Map(books.map((order) => [order.transId, order]))
  return tries.flatMap((one, index) => {
    const before = tries.slice(0, index)
    return RULES.filter(([, breaks]) => breaks(one, before, ends)).map(
      ([rule]) => `${rule}: ${one.order} on ${new Date(one.at).toISOString()}`,
    )
  })
}

type Books = Map<string, LedgerOrder>
const declinedWith = ({ transId }: Try, books: Books) =>
  books.get(transId)?.status === 'FAILURE' ? books.get(transId)?.errorCode : undefined

const RULES: [string, (one: Try, before: readonly Try[], books: Books) => boolean][] = [
  [
    'the card was refused finally',
    ({ card }, before, books) =>
      before.some((each) => each.card === card && FINAL_CODES.includes(declinedWith(each, books) ?? '')),
  ],
  [
    'declined less than a day before',
    ({ card, order, at }, before, books) =>
      before.some(
        (each) =>
          each.card === card && each.order === order && at - each.at < DAY && declinedWith(each, books),
      ),
  ],
  [
    'more than 15 tries in 30 days',
    ({ card, order, at }, before) =>
      before.filter((each) => each.card === card && each.order === order && at - each.at < 30 * DAY).length >=
      15,
  ],
  [
    'the order was paid',
    ({ order }, before, books) =>
      before.some((each) => each.order === order && (books.get(each.transId)?.charges ?? 0) > 0),
  ],
]
