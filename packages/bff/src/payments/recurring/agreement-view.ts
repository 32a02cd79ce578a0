/** An agreement as the shop and the shopper see it. */
import type { Agreement } from '@paykka-checkout/shared-types'
import type { SavedCardRow } from '../../database/tables.ts'
import { iso, present } from '../../domain/present.ts'
import { isExpiring } from './card-expiry.ts'

/** @param now Unix milliseconds */
export function agreementView(row: SavedCardRow, now: number): Agreement {
  return {
    id: row.agreement_id ?? '',
    type: row.purpose === 'subscription' ? 'subscription' : 'unscheduled',
    status: row.status === 'active' ? 'active' : 'ended',
    card: cardOf(row),
    ...(row.status === 'active' && isExpiring(row, now) ? { cardExpiring: true } : {}),
    createdAt: iso(row.created_at),
  }
}

function cardOf({ brand, last4, exp_month: expMonth, exp_year: expYear }: SavedCardRow): Agreement['card'] {
  return brand && last4 ? { brand, last4, ...present({ expMonth, expYear }) } : null
}
