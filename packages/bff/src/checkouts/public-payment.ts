/** A payment as the browser sees it, and the parts of that view that the shop's server sees too. */
import type { HostedWay, PublicPayment, RetryAdvice } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { supportCode } from '../domain/trans-id.ts'
import { readPage } from './hosted-page.ts'
import { namedWay } from './hosted-ways.ts'

/** @returns what the browser may know */
export function publicPayment(row: PaymentRow): PublicPayment {
  const retry = row.decline_retry as RetryAdvice | null
  return {
    id: row.id,
    // While the gateway call runs the outside sees one that is under way.
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

/** Where the shopper has to go before the payment can end. */
export const actionOf = ({ status, action_url: url }: PaymentRow) =>
  status === 'action_required' && url ? { type: 'redirect' as const, url } : null

/** The bank's page, with the card in order. Any other reason would help a card tester. */
function reasonOf({ decline_code }: PaymentRow): Pick<NonNullable<PublicPayment['decline']>, 'reason'> {
  if (decline_code === 'authentication_required') return { reason: 'authentication_required' }
  return decline_code === 'authentication_failed' ? { reason: 'authentication' } : {}
}

/** What the shopper chose for PayKKa's own page; null when they are to choose there. */
export function chosenWay(row: PaymentRow): HostedWay | null {
  const chosen = readPage(row)?.chosen
  return chosen ? namedWay(chosen) : null
}

export function cardSummary(row: PaymentRow): { brand: string; last4: string } | null {
  return row.card_brand && row.card_last4 ? { brand: row.card_brand, last4: row.card_last4 } : null
}
