/** Why a wallet's token is refused. The log gets the reason; the API has one error for all reasons. */

type TokenFault =
  | 'malformed'
  | 'unsupported'
  | 'bad_certificate'
  | 'bad_signature'
  | 'stale'
  | 'expired'
  | 'foreign'
  | 'unreadable'
  | 'other_amount'

/** Contains no part of the token. */
export class WalletTokenError extends Error {
  readonly fault: TokenFault

  constructor(fault: TokenFault) {
    super(`wallet token refused: ${fault}`)
    this.name = 'WalletTokenError'
    this.fault = fault
  }
}
