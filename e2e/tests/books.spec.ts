/** After everything else: the emulator's books and the BFF's payments are equal. */
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { LedgerOrder } from '../../packages/emulator/src/ledger.ts'
import type { Payment } from '../../packages/shared-types/src/payment.ts'
import type { Books } from '../support/books.ts'
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

/** PayKKa's words for the states in which this suite leaves payments. */
const SAME_STATE: Record<string, string> = {
  succeeded: 'SUCCESS',
  declined: 'FAILURE',
  canceled: 'CANCELED',
  partially_refunded: 'PARTIALLY_REFUNDED',
  refunded: 'REFUNDED',
  action_required: 'PROCESSING',
  processing: 'PROCESSING',
}

/** PayKKa's answer to a question about a purchase that never arrived. */
const ORDER_NOT_FOUND = '206024'

test('every payment is in both books with the same number, amount and state', async ({ books, stack }) => {
  const payments = await allPayments(books, stack.databaseFile)
  const { orders, attempts, rejected } = await books.ledger()
  const known = payments.filter((payment) => payment.status !== 'unknown' && !isUnpaidPage(payment))
  expect(byTransId(known.map(ourLine))).toEqual(byTransId(orders.map(theirLine)))

  // What is still unknown reached PayKKa, once, and was not charged: exactly what an open question looks like.
  const open = payments.filter((payment) => payment.status === 'unknown')
  const reached = attempts.filter((attempt) => open.some(({ transId }) => transId === attempt.transId))
  expect(reached.map(({ charges }) => charges)).toEqual(open.map(() => 0))
  // What is paid on PayKKa's page is no purchase call of the BFF.
  const hosted = new Set(payments.filter(({ method }) => method === 'hosted').map(({ transId }) => transId))
  const wrong = attempts.filter(
    ({ transId, charges, purchaseCalls }) => charges > 1 || purchaseCalls !== (hosted.has(transId) ? 0 : 1),
  )
  expect(wrong).toEqual([])
  expect(rejected.filter(({ code }) => code !== ORDER_NOT_FOUND)).toEqual([])
})

test('no checkout was paid twice', async ({ books, stack }) => {
  const payments = await allPayments(books, stack.databaseFile)
  const paid = payments.filter((payment) => payment.status === 'succeeded')
  expect(paid.length).toBeGreaterThan(0)
  expect(new Set(paid.map((payment) => payment.checkoutId)).size).toBe(paid.length)
})

test("no card number is in any server's log, nor in the database", async ({ stack }) => {
  const log = readFileSync(stack.logFile, 'latin1')
  expect(log).toContain('/client/v1/checkout/payments')
  const files = [`${stack.databaseFile}`, `${stack.databaseFile}-wal`].filter((file) => existsSync(file))
  const written = [log, ...files.map((file) => readFileSync(file, 'latin1'))].join('\n')
  expect(Object.values(CARDS).filter((card) => written.includes(card))).toEqual([])
})

/** PayKKa's page makes an order when it is paid, and not before. */
const isUnpaidPage = ({ method, status }: Payment) => method === 'hosted' && status === 'action_required'

const ourLine = ({ transId, amount, status }: Payment) =>
  `${transId} ${amount.value} ${amount.currency} ${SAME_STATE[status] ?? status}`
const theirLine = ({ transId, amount, currency, status }: LedgerOrder) =>
  `${transId} ${amount} ${currency} ${status}`
const byTransId = (lines: string[]) => lines.toSorted()

/** The ids come from the database file, so that no checkout is missed; what is compared comes from the shop API. */
async function allPayments(books: Books, databaseFile: string): Promise<Payment[]> {
  const database = new DatabaseSync(databaseFile, { readOnly: true })
  const rows = database.prepare('select id from checkouts').all() as { id: string }[]
  database.close()
  const checkouts = await Promise.all(rows.map(({ id }) => books.checkout(id)))
  return checkouts.flatMap((checkout) => checkout.payments)
}
