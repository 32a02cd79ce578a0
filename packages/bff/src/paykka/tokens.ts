/** Stored cards and agreements in PayKKa's format. */
import type { PaykkaConfig } from '../config/config.ts'
import { present } from '../domain/present.ts'
import { isAbsent, isRecord } from '../domain/records.ts'
import type { KeepPurpose } from '../payments/gateway.ts'
import type { KeptToken, RemovalAnswer, TokenGateway } from '../payments/saved-cards/token-gateway.ts'
import type { RawResponse } from './envelope.ts'
import type { PaykkaParts } from './exchange.ts'
import { question } from './exchange.ts'
import { readMethod } from './order-facts.ts'
import { readDone, readYes } from './payment-answer.ts'
import { upperWord } from './values.ts'
import { NOT_FOUND, PATHS } from './wire.ts'

/** "Agreement missing", "agreement inactive" and "order missing": nothing is left to remove. */
const GONE = new Set(['2015', '2016', ...NOT_FOUND])

/** Removal and cancelation are idempotent, so both may be repeated like a query. */
export function createTokens(parts: PaykkaParts): TokenGateway {
  return {
    tokens: async (shopperReference) => {
      const members = { shopper_reference: shopperReference }
      const judge = (response: RawResponse) => readTokens(response, parts.config)
      const answer = await question(parts, PATHS.tokenQuery, members, judge)
      return Array.isArray(answer) ? answer : null
    },
    removeToken: (token, shopperReference) =>
      removal(parts, PATHS.tokenRemove, { token, shopper_reference: shopperReference }),
    cancelAgreement: (agreementId, shopperReference) =>
      removal(parts, PATHS.recurringCancel, {
        recurring_agreement_id: agreementId,
        shopper_reference: shopperReference,
      }),
  }
}

async function removal(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
): Promise<RemovalAnswer> {
  const answer = await question(parts, path, members, (response) => readDone(response, parts.config))
  if ('data' in answer) return { kind: 'done' }
  if (answer.kind !== 'refused') return { kind: 'unknown' }
  if (GONE.has(answer.gatewayCode)) return { kind: 'gone' }
  const { reason, gatewayCode, gatewayMessage } = answer
  return { kind: 'refused', mayBeGone: reason === 'invalid_request', gatewayCode, gatewayMessage }
}

/** PayKKa shows `ACTIVATE` for a usable token; in a list without statuses all tokens are usable. */
const GOOD = new Set(['ACTIVATE', 'ACTIVATED', 'ACTIVE'])

/** @returns the usable tokens; only a list proves them */
function readTokens(
  response: RawResponse,
  config: PaykkaConfig,
): KeptToken[] | { kind: 'refused' | 'unknown' } {
  const yes = readYes(response, config)
  if (!('data' in yes)) return { kind: yes.kind === 'unknown' ? 'unknown' : 'refused' }
  if (!Array.isArray(yes.data)) return { kind: 'unknown' }
  return yes.data.flatMap((entry: unknown) =>
    isRecord(entry) && isGood(entry.status) ? readToken(entry, config) : [],
  )
}

const USAGES = new Map<string, KeepPurpose>([
  ['CARD_ON_FILE', 'saved_card'],
  ['SUBSCRIPTION', 'subscription'],
  ['UNSCHEDULED_CARD_ON_FILE', 'unscheduled'],
])

function readToken(entry: Record<string, unknown>, { methodCodes }: PaykkaConfig): KeptToken[] {
  const { token } = entry
  const usage = USAGES.get(upperWord(entry.token_usage))
  const paidWith = readMethod(entry.payment_method, methodCodes)
  return typeof token === 'string' ? [{ token, ...present({ usage, paidWith }) }] : []
}

const isGood = (status: unknown) => isAbsent(status) || GOOD.has(upperWord(status))
