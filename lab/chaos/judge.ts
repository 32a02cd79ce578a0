/** Counts on the emulator's books what really happened, and compares it with what the BFF believes. */
import type { Ledger } from '@paykka-checkout/emulator'
import type { Database } from '../../packages/bff/src/database/database.ts'

/** One payment as the server under test believes it to be. */
export type Belief = { transId: string; checkoutId: string; status: string }

export type Verdict = {
  /** Charges in all. */
  charges: number
  /** Checkouts charged more than once, un-voided. */
  doubleCharges: string[]
  /** Charged, and the server does not know it as paid. */
  lost: string[]
  /** Known as paid, and never charged. */
  phantom: string[]
  /** Neither paid nor over. */
  open: string[]
}

const PAID = new Set(['authorized', 'succeeded', 'partially_refunded', 'refunded', 'partially_reversed'])
const OVER = new Set(['declined', 'failed', 'canceled', 'expired'])

export async function readBeliefs(database: Database): Promise<Belief[]> {
  const rows = await database.db
    .selectFrom('payments')
    .select(['trans_id', 'checkout_id', 'status'])
    .execute()
  return rows.map((row) => ({ transId: row.trans_id, checkoutId: row.checkout_id, status: row.status }))
}

/** @param ownerOf the checkout of a charge the server knows nothing about */
export function judge(
  ledger: Ledger,
  beliefs: Belief[],
  ownerOf: (transId: string) => string = (transId) => transId,
): Verdict {
  const charged = ledger.attempts.filter((attempt) => attempt.charges > 0)
  const known = new Map(beliefs.map((belief) => [belief.transId, belief]))
  const perCheckout = new Map<string, number>()
  for (const { transId, charges } of charged) {
    const owner = known.get(transId)?.checkoutId ?? ownerOf(transId)
    perCheckout.set(owner, (perCheckout.get(owner) ?? 0) + charges)
  }
  const isCharged = new Set(charged.map((attempt) => attempt.transId))
  return {
    charges: charged.reduce((sum, attempt) => sum + attempt.charges, 0),
    doubleCharges: [...perCheckout].filter(([, count]) => count > 1).map(([owner]) => owner),
    lost: [...isCharged].filter((transId) => !PAID.has(known.get(transId)?.status ?? '')),
    phantom: beliefs
      .filter((one) => PAID.has(one.status) && !isCharged.has(one.transId))
      .map((one) => one.transId),
    open: beliefs.filter((one) => !PAID.has(one.status) && !OVER.has(one.status)).map((one) => one.transId),
  }
}
