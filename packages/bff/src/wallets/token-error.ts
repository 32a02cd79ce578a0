/** Why a wallet's token is not accepted. The reason is for the log; the outside gets one answer for all of them. */

export type TokenFault =
  | 'malformed'
  | 'unsupported'
  | 'bad_certificate'
  | 'bad_signature'
  | 'stale'
  | 'expired'
  | 'foreign'
  | 'unreadable'
  | 'other_amount'

/** Carries no part of the token. */
export class WalletTokenError extends Error {
  readonly fault: TokenFault

  constructor(fault: TokenFault) {
    super(`wallet token refused: ${fault}`)
    this.name = 'WalletTokenError'
    this.fault = fault
  }
}
