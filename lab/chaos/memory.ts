/** What a BFF that took payments still has of the cards in its memory (H-06). */
import type { Deployment } from './deployment.ts'
import { scanMemory } from './scan-memory.ts'
import { cardNumber } from './shopper.ts'

/** All of `cardNumber`’s cards begin so. */
const PAID = '4242427'
/** Same form, but given to the process in a setting: what the scan must find. */
const PLANTED = '4242428'
const CANARY = `${PLANTED}000000019`
const CODES = ['"cvc":"', '"cvv":"'] as const
/** What a process may well remember of each payment: the scan must find these, too. */
const ORDER = 'order-'
const AT_ONCE = 4

export type MemoryFigures = {
  payments: number
  /** Copies of card numbers and of security codes. */
  numbers: number
  codes: number
  megabytes: number
  control: { planted: number; orders: number }
}

/** Pays so many times, each with a card of its own, and reads the process’s memory right after. */
export async function measureMemory(deployment: Deployment, payments: number): Promise<MemoryFigures> {
  const worker = await deployment.start({ env: { MEMORY_CANARY: CANARY } })
  let next = 0
  const buy = async () => {
    while (next < payments) {
      const { buyer } = await deployment.order(worker.url)
      const answer = await buyer.pay(cardNumber(next++))
      if (answer.payment !== 'succeeded') throw new Error(`not paid: ${JSON.stringify(answer.body)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, buy))
  const { found, bytes } = scanMemory(worker.pid, [PAID, PLANTED, ...CODES, ORDER], isWhole)
  const count = (needle: string) => found.find((one) => one.needle === needle)?.count ?? 0
  return {
    payments,
    numbers: count(PAID),
    codes: CODES.reduce((sum, needle) => sum + count(needle), 0),
    megabytes: Math.round(bytes / 2 ** 20),
    control: { planted: count(PLANTED), orders: count(ORDER) },
  }
}

/** The first six and the last four digits may stay: a number is only what goes on for sixteen. The code is `sealCard`’s. */
function isWhole(needle: string, following: string): boolean {
  if (needle === ORDER) return /^[\da-f]{8}-/.test(following)
  return needle.startsWith('"') ? following.startsWith('123"') : /^\d{9}/.test(following)
}
