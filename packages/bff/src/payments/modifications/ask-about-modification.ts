/** Captures, voids and refunds as attempts of the engine, and the queries for their outcome. */
import {
  claimDueModifications,
  findModification,
  updateModification,
} from '../../database/modification-rows.ts'
import { findPayment, lockPayment } from '../../database/payment-rows.ts'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import type { Kind } from '../engine/attempt.ts'
import type { Queue } from '../engine/resolve.ts'
import { settle } from '../engine/settle.ts'
import { ask } from '../purchases/ask-about-payment.ts'
import { balancesOf } from '../sums.ts'
import { applyToModification } from './apply-modification.ts'
import type { ModificationVerdict } from './judge-modification.ts'
import { judgeModification } from './judge-modification.ts'
import type { ModificationAnswer } from './modification-gateway.ts'
import type { AskParts } from './modification-parts.ts'
import { nextModificationQueryAt } from './modification-schedule.ts'

export const MODIFICATION: Kind<ModificationRow, ModificationAnswer, ModificationVerdict> = {
  noun: 'operation',
  lock: async ({ database }, tx, id) => {
    const found = await findModification(tx, id)
    return found && (await lockPayment(database.kind, tx, found.payment_id)) && findModification(tx, id)
  },
  judge: judgeModification,
  apply: applyToModification,
  update: updateModification,
  nextQueryAt: nextModificationQueryAt,
}

/**
 * Queries the gateway for the outcome of an operation: a refund by its id, a capture or void by the payment's balances.
 * @returns the operation as it is now
 */
export async function askAboutModification(
  parts: AskParts,
  row: ModificationRow,
  payment: PaymentRow,
): Promise<ModificationRow> {
  const asked = { what: 'query' as const, at: parts.now(), provenAt: parts.provenNow() }
  const answer = await question(parts, row, payment)
  // Settle the payment first, so that the refund's event shows the refund's effect on it.
  if (answer.kind === 'refund' && answer.state !== row.status) await ask(parts, payment)
  return settle(parts, MODIFICATION, row.id, answer, asked)
}

async function question(
  parts: AskParts,
  row: ModificationRow,
  payment: PaymentRow,
): Promise<ModificationAnswer> {
  if (row.type === 'refund') return queryRefund(parts, row, payment)
  const { answer, payment: settled } = await ask(parts, payment)
  const balances = answer.kind === 'state' ? balancesOf(settled) : null
  return balances ? { kind: 'sums', balances } : { kind: 'unknown', reason: 'no_balances' }
}

/** @returns the judged answer to a query about a refund by its own id */
export function queryRefund(
  { modifications }: AskParts,
  { trans_id: transId, amount: value }: ModificationRow,
  { currency }: PaymentRow,
): Promise<ModificationAnswer> {
  return modifications.queryRefund({ transId, amount: { value, currency } })
}

/** @returns the captures, voids and refunds that are due for a query */
export function modificationQueue(parts: AskParts): Queue<ModificationRow> {
  return {
    noun: 'operation',
    claim: ({ now, leaseMs, limit }) => claimDueModifications(parts.database, now, leaseMs, limit),
    ask: async (row) => {
      const payment = await findPayment(parts.database.db, row.payment_id)
      if (payment) await askAboutModification(parts, row, payment)
    },
  }
}
