/**
 * Why PayKKa refuses a recurring payment, for the developer or operator who fixes it. Source: PayKKa transaction error
 * codes.
 */
import type { ProblemCode } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../../database/tables.ts'

type RecurringRefusal = { code: ProblemCode; detail: string }

/** Codes of a first payment and of later ones; the others concern an existing agreement. */
const ANY_PAYMENT: Record<string, RecurringRefusal> = {
  '2010': refused('2010: the request must say whether the shopper is present (mit).'),
  '2011': refused('2011: a charge after the first must say that the shopper is absent (mit).'),
  '2012': refused('2012: the first payment must say that the shopper is present (mit).'),
  '2014': refused('2014: the first payment must store the card.'),
  '2017': refused(
    '2017: PayKKa could not create the agreement. Ask PayKKa whether recurring payments are enabled.',
  ),
}

const CHARGES: Record<string, RecurringRefusal> = {
  ...ANY_PAYMENT,
  '2013': refused('2013: only a card payment can store a card.'),
  '2015': {
    code: 'agreement_missing',
    detail: '2015: PayKKa does not know the agreement.',
  },
  '2016': {
    code: 'agreement_inactive',
    detail: '2016: the agreement is not active at PayKKa.',
  },
}

function refused(detail: string): RecurringRefusal {
  return { code: 'recurring_refused', detail }
}

/** @returns the reason, when PayKKa refused the payment by a rule for recurring payments */
export function recurringRefusal(row: PaymentRow): RecurringRefusal | undefined {
  if (row.failure !== 'configuration' || !row.gateway_code) return undefined
  const table = row.method === 'agreement' ? CHARGES : ANY_PAYMENT
  return Object.hasOwn(table, row.gateway_code) ? table[row.gateway_code] : undefined
}
