/** What pays, once it is decrypted and checked, and how each type of method gets there. */
import type { HostedPage } from '../../checkouts/hosted-page.ts'
import type { KeepPurpose, PurchaseMethod } from '../gateway.ts'
import type { PayInput, PayMethod, PayParts } from '../purchases/pay-parts.ts'

export type MethodType = PayMethod['type']

/** What pays, in clear, for the length of one request. */
export type PreparedMethod = {
  type: MethodType
  purchase: PurchaseMethod
  brand?: string
  last4?: string
  /** First six digits of a card that was opened here. */
  bin?: string
  /** Names a wallet's token, which serves one version of one checkout. */
  tokenHash?: string
  /** Names the ciphertext it came in, which may pay once. */
  sealHash?: string
  /** Of a card that was opened here. */
  expiry?: { month: string; year: string }
  /** What the card is stored for, if it is. */
  keep?: KeepPurpose | null
  /** What PayKKa's own page offers, where the shopper pays on it. */
  page?: HostedPage
  /** Overwrites what is secret in it. Call it when the request is over. */
  wipe(): void
}

/** @throws AppError when the method can't be read, is not valid or is not this shopper's */
export type MethodPreparer<T extends MethodType> = (
  parts: PayParts,
  input: PayInput,
  method: Extract<PayMethod, { type: T }>,
) => Promise<PreparedMethod>
