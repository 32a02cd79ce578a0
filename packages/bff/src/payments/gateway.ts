/** The payment gateway's interface, in domain terms. `paykka/` implements it. */
import type {
  Address,
  Balances,
  BrowserData,
  CaptureMode,
  CreateCheckout,
  GoodsItem,
  HostedMethod,
  Money,
  RetryAdvice,
  Shopper,
} from '@paykka-checkout/shared-types'
import type { DecryptedCard } from '../cards/decrypted-card.ts'
import type { WalletCard } from '../wallets/wallet-card.ts'

/** The payment method in the form the gateway needs: one member per file in `methods/`. */
export type PurchaseMethod =
  | { kind: 'card'; card: DecryptedCard }
  | StoredCardPurchase
  | EncryptedCardPurchase
  | HostedPurchase
  | WalletPurchase

/** What a stored card is for. */
export type KeepPurpose = 'saved_card' | 'subscription' | 'unscheduled'

/** A card stored at the gateway. With `agreement` the charge is merchant-initiated. */
export type StoredCardPurchase = {
  kind: 'stored_card'
  token: string
  usage: KeepPurpose
  agreement?: string
  /** The digits of its security code as bytes; the code that created them wipes them. */
  code: Buffer | undefined
}

/** A card that PayKKa's script encrypted, for PayKKa to decrypt. */
export type EncryptedCardPurchase = {
  kind: 'encrypted_card'
  number: string
  expYear: string
  expMonth: string
  cvc: string
  holderName: string | undefined
}

/** The gateway's own page, for payment methods that the BFF does not collect itself. */
export type HostedPurchase = {
  kind: 'hosted'
  ways: HostedMethod[]
  /** Method codes that differ from the gateway's usual ones. */
  codes: Partial<Record<HostedMethod, string>>
  merchantName: string | undefined
  themeId: string | undefined
  locale: string | undefined
  /** Unix milliseconds. */
  expiresAt: number
}

/**
 * A wallet's token: `sealed` for the gateway to decrypt, or the card in it. `authenticate` requests 3-D Secure, which a
 * cryptogram makes unnecessary.
 */
export type WalletPurchase = { kind: 'apple_pay' | 'google_pay'; authenticate: boolean } & (
  | { sealed: string }
  | { card: WalletCard }
)

/** Settings of one order that override the deployment's. The values are the gateway's. */
export type OrderSettings = Partial<
  Pick<CreateCheckout, 'authorisationType' | 'challengeIndicator' | 'billingAddressCollection' | 'descriptor'>
>

/** One complete purchase. `transId` identifies this attempt permanently and is never reused. */
export type Purchase = OrderSettings & {
  transId: string
  amount: Money
  capture: CaptureMode
  method: PurchaseMethod
  /** Undefined when the shop's server creates a payment link: no browser is involved. */
  browser: BrowserData | undefined
  /** The shopper's IP address while paying, taken from the connection. */
  payIp: string
  orderReference: string
  returnUrl: string
  /** The address to which PayKKa's page sends a shopper who cancels. */
  cancelUrl: string
  shopper: Shopper
  goods: GoodsItem[]
  billing: Address | undefined
  shipping: Address | undefined
  /** A page of the shop, for goods without a URL. */
  shopUrl: string
  /** Unix milliseconds after which it must not be signed any more: later, "not found" at the gateway counts as proof. */
  sendBefore: number
  /** The purpose for which the gateway stores the card; null when it does not. */
  keep: KeepPurpose | null
  /** The bank declined the previous attempt and requested 3-D Secure. */
  mustConfirm?: boolean
}

/** Identifies a payment in a query, with the amount that the answer must match. */
export type PaymentReference = { transId: string; amount: Money }

/** What the gateway reported about a payment besides its state. */
export type GatewayFacts = {
  orderId?: string
  cardBin?: string
  cardLast4?: string
  cardBrand?: string
  gatewayCode?: string
  /** The gateway's error message, without card data, at most 300 characters. */
  gatewayMessage?: string
  balances?: Balances
  /** Unix milliseconds. */
  expiresAt?: number
  /** Unix milliseconds. */
  finishedAt?: number
  authorisationType?: string
  /** The capture mode the gateway applied; it should equal the requested one. */
  capture?: CaptureMode
  /** The shopper's reference as the gateway reports it. */
  shopperReference?: string
  /** The payment method: our name where we know the gateway's. */
  paidWith?: string
  /** The gateway's tokens of a stored card and of an agreement: secrets, never shown or logged. */
  token?: string
  agreementId?: string
}

/** States of a payment that a gateway can prove. */
export type GatewayState =
  | { status: 'processing' | 'authorized' | 'succeeded' | 'canceled' }
  | { status: 'refunded' | 'partially_refunded' | 'partially_reversed' }
  | { status: 'action_required'; url: string }
  | { status: 'declined'; code: string; retry: RetryAdvice }

/**
 * Why a request was refused before anything was executed. The gateway may also answer `invalid_request` to a `transId` that
 * was used before, so it proves less than the others.
 */
export type RefusalReason = 'configuration' | 'invalid_request' | 'card_unreadable' | 'busy'

/** A request that the gateway refused. `retryAfter` in seconds; `gatewayMessage` as in `GatewayFacts`. */
export type Refused = {
  kind: 'refused'
  reason: RefusalReason
  gatewayCode: string
  gatewayMessage?: string
  retryAfter?: number
}

/**
 * An answer without a result. As the answer to an order, `not_sent` and `refused` prove that nothing was executed; for the
 * others a query decides.
 */
export type Undone =
  | { kind: 'not_sent'; reason: string }
  | Refused
  | { kind: 'not_found' }
  | { kind: 'unknown'; reason: string; gatewayMessage?: string }

export type StateAnswer = { kind: 'state'; state: GatewayState; facts: GatewayFacts }

/** A judged answer. Only `state` proves what happened. */
export type GatewayAnswer = StateAnswer | Undone

/** Neither function throws on a gateway or network error: the answer reports it. */
export type Gateway = {
  purchase(purchase: Purchase): Promise<GatewayAnswer>
  query(reference: PaymentReference): Promise<GatewayAnswer>
  /** Aborts every call in flight: its outcome is unknown. */
  close(): Promise<void>
}
