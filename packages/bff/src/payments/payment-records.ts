/** The database records that belong to a payment, besides its own row. */
import type { Queries } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import { listModifications } from '../database/modification-rows.ts'
import { hasOnlySteps, listSteps } from '../database/payment-rows.ts'
import { listConsents, listKept } from '../database/saved-card-rows.ts'
import type {
  ConsentRow,
  DisputeRow,
  ModificationRow,
  PaymentStepRow,
  SavedCardRow,
} from '../database/tables.ts'

export type PaymentRecords = {
  steps: PaymentStepRow[]
  operations: ModificationRow[]
  disputes: DisputeRow[]
  consent?: ConsentRow | undefined
  /** The card or agreement that this payment stored. */
  kept?: SavedCardRow | undefined
}

/** @returns the records of each of these payments */
export async function readRecords(
  db: Queries,
  paymentIds: string[],
): Promise<(paymentId: string) => PaymentRecords> {
  const [steps, operations] = [await listSteps(db, paymentIds), await listModifications(db, paymentIds)]
  const disputes = await listDisputes(db, paymentIds)
  const [consents, kept] = [await listConsents(db, paymentIds), await listKept(db, paymentIds)]
  return (id) => ({
    consent: consents.find((row) => row.payment_id === id),
    kept: kept.find((row) => row.payment_id === id),
    steps: steps.filter((row) => row.payment_id === id),
    operations: operations.filter((row) => row.payment_id === id),
    disputes: disputes.filter((row) => row.payment_id === id),
  })
}

/** @returns the records of one payment; most payments have only steps, and one statement finds that out */
export async function recordsOf(db: Queries, paymentId: string): Promise<PaymentRecords> {
  if (await hasOnlySteps(db, paymentId))
    return { steps: await listSteps(db, [paymentId]), operations: [], disputes: [] }
  return (await readRecords(db, [paymentId]))(paymentId)
}
