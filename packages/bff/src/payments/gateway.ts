/** What the rest of the BFF may ask of a payment gateway, in domain words. `paykka/` is the one that answers. */
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

/** What pays, in the form the gateway needs. One member per opener in `purchases/methods/`. */
export type PurchaseMethod =
  | { kind: 'card'; card: DecryptedCard }
  | StoredCardPurchase
  | EncryptedCardPurchase
  | HostedPurchase
  | WalletPurchase

/** What a stored card is for. */
export type KeepPurpose = 'saved_card' | 'subscription' | 'unscheduled'

/** A card the gateway keeps. With `agreement` the shop charges it and no shopper is there. */
export type StoredCardPurchase = {
  kind: 'stored_card'
  token: string
  usage: KeepPurpose
  agreement?: string
  /** The digits of its security code as bytes; whoever made them wipes them. */
  code: Buffer | undefined
}

/** What PayKKa's own script made of a card, for PayKKa to open. */
export type EncryptedCardPurchase = {
  kind: 'encrypted_card'
  number: string
  expYear: string
  expMonth: string
  cvc: string
  holderName: string | undefined
}

/** The gateway's own page, for ways to pay that are not collected here. */
export type HostedPurchase = {
  kind: 'hosted'
  ways: HostedMethod[]
  /** The gateway's codes that differ from its usual ones. */
  codes: Partial<Record<HostedMethod, string>>
  merchantName: string | undefined
  themeId: string | undefined
  locale: string | undefined
  /** Unix milliseconds. */
  expiresAt: number
}

/**
 * A wallet's token: `sealed` for the gateway to open, or the card in it. `authenticate` asks for 3-D Secure, which a
 * cryptogram makes needless.
 */
export type WalletPurchase = { kind: 'apple_pay' | 'google_pay'; authenticate: boolean } & (
  | { sealed: string }
  | { card: WalletCard }
)

/** What one order sets otherwise than the deployment does. The words are the gateway's own. */
export type OrderSettings = Partial<
  Pick<CreateCheckout, 'authorisationType' | 'challengeIndicator' | 'billingAddressCollection' | 'descriptor'>
>

/** One purchase, complete. `transId` names this attempt for ever; it is never used for another. */
export type Purchase = OrderSettings & {
  transId: string
  amount: Money
  capture: CaptureMode
  method: PurchaseMethod
  /** Nobody's browser asked when the shop's server makes a link. */
  browser: BrowserData | undefined
  /** The shopper's address on the network while paying, taken from the connection. */
  payIp: string
  orderReference: string
  returnUrl: string
  /** Where PayKKa's own page leads a shopper who leaves it. */
  cancelUrl: string
  shopper: Shopper
  goods: GoodsItem[]
  billing: Address | undefined
  shipping: Address | undefined
  /** A page of the shop, for goods that have none of their own. */
  shopUrl: string
  /** Unix milliseconds after which it must not be signed any more: others count on its absence by then. */
  sendBefore: number
  /** The gateway keeps the card for this; null when it does not. */
  keep: KeepPurpose | null
  /** The bank declined the attempt before and asked for 3-D Secure. */
  mustConfirm?: boolean
}

/** Names a payment in a query, with what its answer must agree with. */
export type PaymentReference = { transId: string; amount: Money }

/** What the gateway told about a payment besides its state. */
export type GatewayFacts = {
  orderId?: string
  cardBin?: string
  cardLast4?: string
  cardBrand?: string
  gatewayCode?: string
  /** The gateway's own words for a failure, without card data, at most 300 characters. */
  gatewayMessage?: string
  balances?: Balances
  /** Unix milliseconds. */
  expiresAt?: number
  /** Unix milliseconds. */
  finishedAt?: number
  authorisationType?: string
  /** How the gateway takes the money, which should be how it was asked. */
  capture?: CaptureMode
  /** Whose payment it is, as the gateway names the shopper. */
  shopperReference?: string
  /** What paid, in our words where the gateway's is known. */
  paidWith?: string
  /** The gateway's names of a card it keeps and of an agreement: secrets, never shown or logged. */
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
 * Why a request was refused before anything was executed. `invalid_request` may also be the gateway's word for a
 * `transId` used before, so it proves less than the others.
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
 * An answer without a result. `not_sent` and `refused` prove that nothing was executed, when the request itself was
 * answered so; after the rest a query decides.
 */
export type Undone =
  | { kind: 'not_sent'; reason: string }
  | Refused
  | { kind: 'not_found' }
  | { kind: 'unknown'; reason: string; gatewayMessage?: string }

export type StateAnswer = { kind: 'state'; state: GatewayState; facts: GatewayFacts }

/** A judged answer. Only `state` proves what happened. */
export type GatewayAnswer = StateAnswer | Undone

/** Neither function throws for anything the gateway or the network does: that is what the answer tells. */
export type Gateway = {
  purchase(purchase: Purchase): Promise<GatewayAnswer>
  query(reference: PaymentReference): Promise<GatewayAnswer>
  /** Ends every call that is under way: its outcome is unknown. */
  close(): Promise<void>
}
