/** Stored cards and agreements in PayKKa’s words. */
import type { RemovalAnswer, TokenGateway } from '../payment/saved-cards.ts'
import type { PaykkaParts } from './exchange.ts'
import { question } from './exchange.ts'
import type { RawResponse } from './response.ts'
import { isRecord, readYes } from './response.ts'
import { PATHS } from './wire.ts'

/** "Agreement missing" and "agreement inactive": it is as ended as it can be. */
const GONE = new Set(['2015', '2016'])

/** Removing and canceling twice changes nothing more, so both may be sent again like a question. */
export function createTokens(parts: PaykkaParts): TokenGateway {
  return {
    tokens: async (shopperReference) => {
      const answer = await question(
        parts,
        PATHS.tokenQuery,
        { shopper_reference: shopperReference },
        readTokens,
      )
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
  const answer = await question(parts, path, members, (response) => readYes(response, true))
  if ('data' in answer) return 'done'
  if (answer.kind !== 'refused') return answer.kind === 'not_found' ? 'gone' : 'unknown'
  return 'gatewayCode' in answer && GONE.has(answer.gatewayCode) ? 'gone' : 'refused'
}

/** Statuses other than the one PayKKa shows for a good token are not offered. */
function readTokens(response: RawResponse): string[] | { kind: 'refused' | 'unknown' } {
  const yes = readYes(response)
  if (!('data' in yes)) return { kind: yes.kind === 'unknown' ? 'unknown' : 'refused' }
  if (!Array.isArray(yes.data)) return { kind: 'unknown' }
  return yes.data.flatMap((entry: unknown) =>
    isRecord(entry) && entry.status === 'ACTIVATE' && typeof entry.token === 'string' ? [entry.token] : [],
  )
}
