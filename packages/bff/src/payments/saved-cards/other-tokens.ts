/** Tokens that the gateway stores and this database does not know: shown to the shop under our own name, and removable. */
import type { OtherToken } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import { record } from '../../audit/record.ts'
import { removalOf } from '../../audit/removal.ts'
import { AppError } from '../../domain/errors.ts'
import { present } from '../../domain/present.ts'
import { deriveId } from '../../domain/trans-id.ts'
import type { KeptToken, SavedCardParts } from './token-gateway.ts'

/** Derives a stable name for a token without storing the token. */
export type TokenNames = { transIdKey: Uint8Array }

export function tokenView(parts: TokenNames, { token, usage, paidWith }: KeptToken): OtherToken {
  return { id: nameOf(parts, token), ...present({ usage, paidWith }) }
}

function nameOf({ transIdKey }: TokenNames, token: string): string {
  return `tok_${deriveId(transIdKey, `token\n${token}`).slice(0, 22)}`
}

/**
 * Removes a token at the gateway. A token that is no longer listed counts as removed.
 * @throws AppError gateway_unreachable | gateway_refused
 */
export async function removeOtherToken(
  parts: SavedCardParts & TokenNames,
  reference: string,
  id: string,
  by: By,
): Promise<void> {
  const tokens = await parts.tokens.tokens(reference)
  if (tokens === null) throw new AppError('gateway_unreachable')
  const named = tokens.find(({ token }) => nameOf(parts, token) === id)
  if (!named) return
  const { kind } = await parts.tokens.removeToken(named.token, reference)
  if (kind === 'unknown') throw new AppError('gateway_unreachable')
  if (kind === 'refused') throw new AppError('gateway_refused')
  await parts.database.transaction((tx) =>
    record(tx, removalOf(parts.now(), { type: 'token', id }, 'card.remove', by)),
  )
}
