/** What a scheduler may do after an unpaid merchant-initiated charge. The advice for shoppers is in `decline`. */
import type { RetryPlan } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../../database/tables.ts'
import { iso } from '../../domain/present.ts'
import { recurringRefusal } from './recurring-refusals.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/**
 * Days until the same card may be charged again. Card schemes count retries after a decline and fine too many (Visa: 15 in
 * 30 days), so no pause is shorter than two days; accounts are seldom refilled within a day.
 */
const DAYS: Record<string, number> = {
  insufficient_funds: 3,
  do_not_honor: 2,
  try_again_later: 2,
  declined: 2,
}

/** Confirmation at the bank needs the shopper. */
const NEEDS_SHOPPER = ['authentication_failed', 'authentication_required']

/** @returns null where the charge succeeded, is in progress or unknown, or where only the BFF's operator can fix it */
export function retryPlan(row: PaymentRow): RetryPlan | null {
  if (row.method !== 'agreement') return null
  if (row.status === 'action_required') return { advice: 'shopper' }
  if (row.status === 'declined') return afterDecline(row)
  return row.status === 'failed' ? afterFailure(row) : null
}

function afterDecline({ decline_code, decline_retry, updated_at }: PaymentRow): RetryPlan {
  const code = decline_code ?? 'declined'
  if (decline_retry === 'never') return { advice: 'never' }
  if (NEEDS_SHOPPER.includes(code)) return { advice: 'shopper' }
  const days = Object.hasOwn(DAYS, code) ? DAYS[code] : undefined
  // A problem with the card itself does not go away by waiting.
  return days === undefined ? { advice: 'new-card' } : later(updated_at, days * DAY_MS)
}

function afterFailure(row: PaymentRow): RetryPlan | null {
  const refusal = recurringRefusal(row)?.code
  if (refusal === 'agreement_inactive' || refusal === 'agreement_missing') return { advice: 'never' }
  return row.failure === 'configuration' ? null : later(row.updated_at, HOUR_MS)
}

const later = (at: number, ms: number): RetryPlan => ({ advice: 'later', notBefore: iso(at + ms) })
