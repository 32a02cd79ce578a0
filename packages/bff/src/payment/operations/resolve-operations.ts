/** Ends operations whose outcome is not known: asks until there is one. */
import { claimDueOperations } from '../../store/operations.ts'
import { findPayment } from '../../store/payments.ts'
import type { OperationRow } from '../../store/tables.ts'
import type { ResolveOperationParts } from './operation-parts.ts'
import { askOperation } from './send-operation.ts'

const BATCH = 10

/**
 * @param leaseMs longer than one question can take
 * @returns how many were asked about
 */
export async function resolveOperations(parts: ResolveOperationParts, leaseMs: number): Promise<number> {
  const limit = parts.health.allowance(BATCH)
  if (limit === 0) return 0
  const due = await claimDueOperations(parts.store, parts.now(), leaseMs, limit)
  await Promise.all(due.map((row) => askQuietly(parts, row)))
  return due.length
}

/** One that can’t be settled must not keep the others from it; its lease runs out and it is tried again. */
async function askQuietly(parts: ResolveOperationParts, row: OperationRow): Promise<void> {
  try {
    const payment = await findPayment(parts.store.db, row.payment_id)
    if (payment) await askOperation(parts, row, payment)
  } catch (error) {
    parts.log.error({ operation: row.id, err: error }, 'could not ask about this operation')
  }
}
