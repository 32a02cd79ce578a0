/** A payment as the browser sees it, and the parts of that view shared with the shop's server. */
import type { HostedWay, PublicPayment, RetryAdvice } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { supportCode } from '../domain/trans-id.ts'
import { readPage } from './hosted-page.ts'
import { namedWay } from './hosted-ways.ts'

/** @returns the payment as shown to the browser */
export function publicPayment(row: PaymentRow): PublicPayment {
  const retry = row.decline_retry as RetryAdvice | null
  return {
    id: row.id,
    // During the gateway call the API shows `processing`.
    status: row.status === 'sending' ? 'processing' : row.status,
    attempt: row.attempt,
    method: row.method,
    supportCode: supportCode(row.trans_id),
    createdAt: iso(row.created_at),
    ...present({
      card: cardSummary(row),
      way: chosenWay(row),
      action: actionOf(row),
      decline: row.status === 'declined' && retry ? { retry, ...reasonOf(row) } : null,
    }),
  }
}

/** The page that the shopper must visit before the payment can finish. */
export const actionOf = ({ status, action_url: url }: PaymentRow) =>
  status === 'action_required' && url ? { type: 'redirect' as const, url } : null

/** Only a failed confirmation at the bank, where the card itself is fine. Any other reason would help a card tester. */
function reasonOf({ decline_code }: PaymentRow): Pick<NonNullable<PublicPayment['decline']>, 'reason'> {
  if (decline_code === 'authentication_required') return { reason: 'authentication_required' }
  return decline_code === 'authentication_failed' ? { reason: 'authentication' } : {}
}

/** The method chosen for PayKKa's own page; null when the shopper chooses there. */
export function chosenWay(row: PaymentRow): HostedWay | null {
  const chosen = readPage(row)?.chosen
  return chosen ? namedWay(chosen) : null
}

export function cardSummary(row: PaymentRow): { brand: string; last4: string } | null {
  return row.card_brand && row.card_last4 ? { brand: row.card_brand, last4: row.card_last4 } : null
}
