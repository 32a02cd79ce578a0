/** What PayKKa keeps for a shopper, and what working with it takes. */
import type { Vault } from '../../cards/vault.ts'
import type { Store } from '../../database/database.ts'
import type { KeepPurpose } from '../gateway.ts'

/**
 * What the gateway says to the removal of a token or the end of an agreement. `mayBeGone`: the refusal may be its word for
 * one that it does not have.
 */
export type RemovalAnswer =
  | { kind: 'done' | 'gone' | 'unknown' }
  | { kind: 'refused'; mayBeGone: boolean; gatewayCode: string; gatewayMessage?: string | undefined }

/** What the gateway keeps for a shopper. */
export type KeptToken = {
  /** A secret: never shown or logged. */
  token: string
  usage?: KeepPurpose
  /** What paid when it was stored, in our words where the gateway's is known. */
  paidWith?: string
}

/** Neither throws for anything the gateway or the network does. `tokens` is null when it did not tell. */
export type TokenGateway = {
  tokens(shopperReference: string): Promise<KeptToken[] | null>
  removeToken(token: string, shopperReference: string): Promise<RemovalAnswer>
  cancelAgreement(agreementId: string, shopperReference: string): Promise<RemovalAnswer>
}

export type SavedCardParts = {
  store: Store
  vault: Vault
  tokens: TokenGateway
  now: () => number
  log: { warn(facts: Record<string, unknown>, message: string): void }
}
