/**
 * Events for what a shopper changes inside a wallet's sheet. The page can hold each event until the shop's server has a
 * new price, or refuse it. None carries a token or a card.
 */
import type { ShippingMethod, WalletContact, WalletType } from './wallet-options.ts'

/** Part of an address that a refusal can point to. */
export type ContactField = 'name' | 'email' | 'phone' | 'lines' | 'city' | 'state' | 'postalCode' | 'country'

/** Why the page refused a change; `message` is shown in the sheet. */
export type Refusal = { message: string; field?: ContactField }

/** A change in the sheet. Let the shop's server update the price of the checkout; the sheet shows the new total. */
export abstract class WalletChangeEvent extends Event {
  readonly wallet: WalletType
  /** @internal */
  readonly held: Promise<unknown>[] = []
  /** @internal */
  refusal: Refusal | null = null
  /** @internal */
  methods: ShippingMethod[] | null = null

  constructor(name: string, wallet: WalletType) {
    super(name, { bubbles: true, composed: true, cancelable: true })
    this.wallet = wallet
  }

  /** Holds the sheet until `work` settles. A rejection refuses the change; after 20 s the sheet closes. */
  waitUntil(work: Promise<unknown>): void {
    this.held.push(work)
  }

  /** Refuses the change, also while it is held. The shopper sees `message` and can choose again. */
  refuse(message: string, field?: ContactField): void {
    this.refusal = { message, ...(field ? { field } : {}) }
  }
}

/**
 * Where to deliver. Until the shopper agrees to pay, it holds country, city and postal code only. Then the event is
 * raised again with the whole address (`complete`), before anything is charged.
 */
export class PaykkaShippingContactEvent extends WalletChangeEvent {
  readonly contact: Readonly<WalletContact>
  readonly complete: boolean
  constructor(wallet: WalletType, contact: WalletContact, complete: boolean) {
    super('paykka-shipping-contact', wallet)
    this.contact = contact
    this.complete = complete
  }

  /** Offers other ways to deliver there. */
  offer(methods: ShippingMethod[]): void {
    this.methods = methods
  }
}

/** How to deliver. */
export class PaykkaShippingMethodEvent extends WalletChangeEvent {
  readonly methodId: string
  constructor(wallet: WalletType, methodId: string) {
    super('paykka-shipping-method', wallet)
    this.methodId = methodId
  }
}

/** Who pays; `complete` once the shopper agreed to pay. */
export class PaykkaBillingContactEvent extends WalletChangeEvent {
  readonly contact: Readonly<WalletContact>
  readonly complete: boolean
  constructor(wallet: WalletType, contact: WalletContact, complete: boolean) {
    super('paykka-billing-contact', wallet)
    this.contact = contact
    this.complete = complete
  }
}

/** All coupon codes that are entered; empty when they were removed. */
export class PaykkaCouponEvent extends WalletChangeEvent {
  readonly codes: readonly string[]
  constructor(wallet: WalletType, codes: string[]) {
    super('paykka-coupon', wallet)
    this.codes = codes
  }
}

/** Events of the sheets by name. */
export type WalletEventMap = {
  'paykka-shipping-contact': PaykkaShippingContactEvent
  'paykka-shipping-method': PaykkaShippingMethodEvent
  'paykka-billing-contact': PaykkaBillingContactEvent
  'paykka-coupon': PaykkaCouponEvent
}

declare global {
  interface HTMLElementEventMap extends WalletEventMap {}
}
