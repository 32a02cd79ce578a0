/** What the gateway reports about a payment besides its state, card and sums, as database columns. */
import type { PaymentRow } from '../database/tables.ts'
import type { GatewayFacts } from './gateway.ts'

type Reported = Pick<
  PaymentRow,
  'gateway_message' | 'gateway_expires_at' | 'gateway_finished_at' | 'authorisation_type' | 'paid_with'
>
type Known = Reported & Pick<PaymentRow, 'capture'>

/** The columns of a payment before its first answer. */
const NO_FACTS: Reported = {
  gateway_message: null,
  gateway_expires_at: null,
  gateway_finished_at: null,
  authorisation_type: null,
  paid_with: null,
}

/** The columns of a new payment: nothing is known, and no query was made. */
export const FRESH_COLUMNS = {
  ...NO_FACTS,
  card_bin: null,
  gateway_order_id: null,
  gateway_code: null,
  decline_code: null,
  decline_retry: null,
  failure: null,
  action_url: null,
  balances: null,
  balances_asked_at: null,
  return_used_at: null,
  queries: 0,
  lease_owner: null,
  lease_until: 0,
  lease_fence: 0,
  capture_reported_at: null,
  left_at: null,
  surplus_of: null,
  late: 0,
} satisfies Partial<PaymentRow>

/** Known facts stay: a later answer may leave some out. */
export function factColumns(payment: Known, facts: GatewayFacts): Known {
  return {
    capture: facts.capture ?? payment.capture,
    gateway_message: facts.gatewayMessage ?? payment.gateway_message,
    gateway_expires_at: facts.expiresAt ?? payment.gateway_expires_at,
    gateway_finished_at: facts.finishedAt ?? payment.gateway_finished_at,
    authorisation_type: facts.authorisationType ?? payment.authorisation_type,
    paid_with: facts.paidWith ?? payment.paid_with,
  }
}
