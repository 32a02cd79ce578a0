/** Apple Pay merchant sessions. */

import { randomBytes } from 'node:crypto'
import { accept, matching, shape, text } from './checks.ts'
import type { Operation } from './parts.ts'
import { COMMON, TIMESTAMP } from './purchase-fields.ts'

const APPLE_PAY = shape(
  { ...COMMON, domain_name: matching(/^[A-Za-z0-9.-]{1,253}$/, 'a domain without scheme and port') },
  { ...TIMESTAMP, display_name: text(75) },
)

/** `POST /v3/payment/acq/apple-pay/create-session`: what completeMerchantValidation takes, as JSON text. */
export const createAppleSession: Operation = (body, parts) => {
  const request = accept<{ domain_name: string; display_name?: string }>(APPLE_PAY, body)
  const now = parts.now()
  const session = {
    epochTimestamp: now,
    expiresAt: now + 300_000,
    merchantSessionIdentifier: randomBytes(32).toString('hex').toUpperCase(),
    nonce: randomBytes(4).toString('hex'),
    merchantIdentifier: randomBytes(32).toString('hex').toUpperCase(),
    domainName: request.domain_name,
    displayName: request.display_name || 'PayKKa emulator',
    signature: randomBytes(64).toString('hex'),
  }
  parts.state.appleSessions.set(session.merchantSessionIdentifier, {
    domain: session.domainName,
    expiresAt: session.expiresAt,
  })
  return { data: JSON.stringify(session), form: 'apple' }
}
