/** Asks PayKKa for Apple Pay merchant sessions: send and judge, joined. No money moves. */
import type { PaykkaConfig } from '../config.ts'
import type { MerchantSessionAnswer, MerchantSessions } from '../wallets/merchant-session.ts'
import type { ClientLog } from './client.ts'
import { createClient, LostError, NotSentError } from './client.ts'
import type { GatewayClock } from './clock.ts'
import type { RawResponse } from './response.ts'
import { readEnvelope } from './response.ts'
import { PATHS, RET_OK } from './wire.ts'

/**
 * @param now Unix milliseconds
 * @param clock told the time that each answer shows
 */
export function createMerchantSessions(
  config: PaykkaConfig,
  now: () => number,
  log: ClientLog,
  clock?: Pick<GatewayClock, 'note'>,
): MerchantSessions {
  const client = createClient(config, now, log, clock)
  return {
    create: async (domain, displayName) => {
      const body = merchantSessionBody(config, domain, displayName, now())
      try {
        return readMerchantSession(await client.post(PATHS.applePaySession, body))
      } catch (error) {
        const known = error instanceof NotSentError || error instanceof LostError
        return { kind: 'unreachable', reason: known ? error.reason : 'unexpected_error' }
      }
    },
    close: () => client.close(),
  }
}

/** @returns the bytes of `POST /v3/payment/acq/apple-pay/create-session` */
function merchantSessionBody(config: PaykkaConfig, domain: string, displayName: string, now: number): Buffer {
  return Buffer.from(
    JSON.stringify({
      merchant_id: config.merchantId,
      domain_name: domain,
      display_name: displayName,
      ...(config.sendTimestamp ? { timestamp: now } : {}),
    }),
  )
}

/** Apple’s sessions have some 4 kB. */
const MAX_SESSION_LENGTH = 65_536

/** @returns the session as the string it came in; a signature that is not PayKKa’s counts as no answer */
export function readMerchantSession(response: RawResponse): MerchantSessionAnswer {
  const { status } = response
  if (status === 429) return { kind: 'busy' }
  // The gate before the payment system may not sign what it refuses.
  if (status === 401 || status === 403 || status === 404)
    return { kind: 'refused', gatewayCode: `http_${status}` }
  if (response.signature === 'invalid') return { kind: 'unreachable', reason: 'bad_signature' }
  const envelope = readEnvelope(response)
  if (!envelope || status >= 500) return { kind: 'unreachable', reason: `http_${status}` }
  if (status !== 200 || !RET_OK.has(envelope.retCode))
    return { kind: 'refused', gatewayCode: /^\w{1,10}$/.exec(envelope.retCode)?.[0] ?? 'unreadable' }
  const session = envelope.data
  const usable = typeof session === 'string' && session.length > 0 && session.length <= MAX_SESSION_LENGTH
  return usable ? { kind: 'session', session } : { kind: 'unreachable', reason: 'no_session' }
}
