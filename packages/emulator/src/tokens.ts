/** Stored cards and recurring agreements: list, remove, cancel. */

import { describeToken } from './answers.ts'
import { accept, shape, text } from './checks.ts'
import type { Operation } from './parts.ts'
import { COMMON, TIMESTAMP } from './purchase-fields.ts'
import { invalid, Refusal } from './refusal.ts'

interface TokenRequest {
  token: string
  shopper_reference: string
}

interface AgreementRequest {
  recurring_agreement_id: string
  shopper_reference: string
}

const LAG_MS = 60_000
const SHOPPER = { ...COMMON, shopper_reference: text(64, 1) }
const TOKEN_QUERY = shape(SHOPPER, TIMESTAMP)
const TOKEN_REMOVE = shape({ ...SHOPPER, token: text(64, 1) }, TIMESTAMP)
const AGREEMENT_CANCEL = shape({ ...SHOPPER, recurring_agreement_id: text(64, 1) }, TIMESTAMP)

/** `POST /v3/payment/acq/token/query`. */
export const queryTokens: Operation = (body, parts) => {
  const { shopper_reference: shopper } = accept<{ shopper_reference: string }>(TOKEN_QUERY, body)
  const { current } = parts.dialect
  const youngest = current.tokenListLag === 'none' ? parts.now() : parts.now() - LAG_MS
  const tokens = [...parts.state.tokens.values()].filter(
    (token) => token.shopperReference === shopper && token.createdAt <= youngest,
  )
  return { data: tokens.map((token) => describeToken(token, current)) }
}

/** `POST /v3/payment/acq/token/remove`. */
export const removeToken: Operation = (body, parts) => {
  const request = accept<TokenRequest>(TOKEN_REMOVE, body)
  const stored = parts.state.tokens.get(request.token)
  if (stored?.shopperReference !== request.shopper_reference)
    throw invalid('token is not a token of this shopper_reference')
  parts.state.tokens.delete(request.token)
  return {}
}

/** `POST /v3/payment/acq/recurring/cancel`. */
export const cancelAgreement: Operation = (body, parts) => {
  const request = accept<AgreementRequest>(AGREEMENT_CANCEL, body)
  const agreement = parts.state.agreements.get(request.recurring_agreement_id)
  if (agreement?.shopperReference !== request.shopper_reference)
    throw new Refusal('2015', 'Recurring agreement does not exist')
  if (!agreement.active) throw new Refusal('2016', 'Recurring agreement is not active')
  agreement.active = false
  return {}
}
