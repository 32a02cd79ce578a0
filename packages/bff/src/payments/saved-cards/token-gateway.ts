/** The interface to the tokens that PayKKa stores for a shopper, and the services around it. */
import type { Vault } from '../../cards/vault.ts'
import type { Database } from '../../database/database.ts'
import type { KeepPurpose } from '../gateway.ts'

/**
 * The gateway's answer to the removal of a token or the end of an agreement. `mayBeGone`: the refusal may mean that it does
 * not have the token.
 */
export type RemovalAnswer =
  | { kind: 'done' | 'gone' | 'unknown' }
  | { kind: 'refused'; mayBeGone: boolean; gatewayCode: string; gatewayMessage?: string | undefined }

/** A token that the gateway stores for a shopper. */
export type KeptToken = {
  /** A secret: never shown or logged. */
  token: string
  usage?: KeepPurpose
  /** The payment method that stored it: our name where we know the gateway's. */
  paidWith?: string
}

/** Neither throws on a gateway or network error. `tokens` is null when the gateway gave no list. */
export type TokenGateway = {
  tokens(shopperReference: string): Promise<KeptToken[] | null>
  removeToken(token: string, shopperReference: string): Promise<RemovalAnswer>
  cancelAgreement(agreementId: string, shopperReference: string): Promise<RemovalAnswer>
}

export type SavedCardParts = {
  database: Database
  vault: Vault
  tokens: TokenGateway
  now: () => number
  log: { warn(facts: Record<string, unknown>, message: string): void }
}
