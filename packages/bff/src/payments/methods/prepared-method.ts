/** A decrypted and checked payment method, and the function that prepares each type. */
import type { HostedPage } from '../../checkouts/hosted-page.ts'
import type { KeepPurpose, PurchaseMethod } from '../gateway.ts'
import type { PayInput, PayMethod, PayParts } from '../purchases/pay-parts.ts'

export type MethodType = PayMethod['type']

/** A payment method in plain text, for the duration of one request. */
export type PreparedMethod = {
  type: MethodType
  purchase: PurchaseMethod
  brand?: string
  last4?: string
  /** First six digits of a card that was decrypted here. */
  bin?: string
  /** Hash of a wallet's token, which is valid for one version of one checkout. */
  tokenHash?: string
  /** Hash of the card's ciphertext, which may pay once. */
  sealHash?: string
  /** Expiry of a card that was decrypted here. */
  expiry?: { month: string; year: string }
  /** The purpose for which the card is stored, if it is. */
  keep?: KeepPurpose | null
  /** The methods on PayKKa's page, when the shopper pays there. */
  page?: HostedPage
  /** Overwrites the secrets. Call it at the end of the request. */
  wipe(): void
}

/** @throws AppError when the method can't be read, is invalid or belongs to another shopper */
export type MethodPreparer<T extends MethodType> = (
  parts: PayParts,
  input: PayInput,
  method: Extract<PayMethod, { type: T }>,
) => Promise<PreparedMethod>
