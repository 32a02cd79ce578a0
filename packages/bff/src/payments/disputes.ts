/** Notes and outcomes of disputes, written by staff. Nothing here moves money or contacts PayKKa. */
import type { DisputeOutcome } from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import { record } from '../audit/record.ts'
import { findCheckout } from '../database/checkout-rows.ts'
import type { Database, Queries } from '../database/database.ts'
import { addDisputeNote, endDispute, findDispute } from '../database/dispute-rows.ts'
import { idempotent } from '../database/idempotent.ts'
import { lockPayment } from '../database/payment-rows.ts'
import type { DisputeNoteRow, DisputeRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { canonicalJson, fingerprint, newId } from '../domain/ids.ts'
import { actorColumns } from './actor.ts'

type DisputeParts = { database: Database; now: () => number }

/** A note or an outcome. `key`: idempotency key of the entry. */
type DisputeEntry = {
  id: string
  text: string
  outcome?: DisputeOutcome
  key: string | undefined
  by: By
}

/**
 * Adds a note. An outcome ends the dispute here as it ended at PayKKa; a later outcome replaces an earlier one, and both
 * stay in the notes.
 * @returns whether the key was used before, for the same entry
 * @throws AppError not_found | idempotency_key_reused | idempotency_in_flight
 */
export function writeOnDispute(parts: DisputeParts, entry: DisputeEntry): Promise<boolean> {
  const { id, key, text, outcome } = entry
  return parts.database.transaction(async (tx) => {
    const dispute = await lockDispute(parts, tx, id)
    const work = () => write(parts, tx, dispute, entry)
    if (key === undefined) {
      await work()
      return false
    }
    const print = fingerprint(canonicalJson({ text, outcome }))
    const claim = { scope: `dispute:${id}`, key, fingerprint: print, paymentId: null, now: parts.now() }
    return 'earlier' in (await idempotent(tx, claim, work))
  })
}

async function write(
  parts: DisputeParts,
  tx: Queries,
  dispute: DisputeRow,
  { id, text, outcome, by }: DisputeEntry,
): Promise<void> {
  if (outcome) await endDispute(tx, id, outcome, parts.now())
  await addDisputeNote(tx, noteRow(parts, id, text, outcome ?? null, by))
  await recordDeed(parts, tx, dispute, outcome ? 'dispute.outcome' : 'dispute.note', by, outcome)
}

/** Locks the payment, like the processing of PayKKa's notifications. */
async function lockDispute({ database }: DisputeParts, tx: Queries, id: string): Promise<DisputeRow> {
  const found = await findDispute(tx, id)
  if (!found) throw new AppError('not_found')
  await lockPayment(database.kind, tx, found.payment_id)
  return found
}

function noteRow(
  { now }: DisputeParts,
  dispute: string,
  text: string,
  outcome: DisputeNoteRow['outcome'],
  { actor }: By,
): DisputeNoteRow {
  const { actor_type, actor_id, actor_claimed } = actorColumns(actor)
  const who = { actor_type: actor_type ?? 'key', actor_id: actor_id ?? '', actor_claimed }
  return { id: newId('note'), dispute, at: now(), text, outcome, ...who }
}

/** The audit entry omits the text of the note, since the entry outlasts it. */
async function recordDeed(
  { now }: DisputeParts,
  tx: Queries,
  { id, payment_id, shop }: DisputeRow,
  action: string,
  by: By,
  outcome?: DisputeOutcome,
): Promise<void> {
  const payment = await tx
    .selectFrom('payments')
    .select('checkout_id')
    .where('id', '=', payment_id)
    .executeTakeFirst()
  const checkout = payment && (await findCheckout(tx, payment.checkout_id))
  await record(tx, {
    ...by,
    at: now(),
    shop,
    action,
    target: { type: 'dispute', id },
    outcome: 'done',
    orderReference: checkout?.order_reference,
    reason: outcome,
  })
}
