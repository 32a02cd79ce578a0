/**
 * What a shopper changes inside a wallet’s sheet, offered to the page. Each event can be held until the shop’s server
 * has a new price, and refused. None carries a token or a card.
 */
import type { ShippingMethod, WalletContact, WalletType } from './wallet-options.ts'

/** Part of an address that a refusal can point to. */
export type ContactField = 'name' | 'email' | 'phone' | 'lines' | 'city' | 'state' | 'postalCode' | 'country'

/** Why the page refused a change; `message` is shown in the sheet. */
export type Refusal = { message: string; field?: ContactField }

/** A change in the sheet. Let the shop’s server re-price the checkout, and the sheet shows the new total. */
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

  /** Holds the sheet until `work` is done. Rejecting refuses the change; more than 20 s closes the sheet. */
  waitUntil(work: Promise<unknown>): void {
    this.held.push(work)
  }

  /** Refuses the change, also while it is held. The shopper reads `message` and can change it again. */
  refuse(message: string, field?: ContactField): void {
    this.refusal = { message, ...(field ? { field } : {}) }
  }
}

/**
 * Where to deliver. Until the shopper agrees to pay it is an outline (country, city, postal code); then it comes once
 * more, `complete`, before anything is charged.
 */
export class PaykkaShippingContactEvent extends WalletChangeEvent {
  readonly contact: Readonly<WalletContact>
  readonly complete: boolean
  constructor(wallet: WalletType, contact: WalletContact, complete: boolean) {
    super('paykka-shipping-contact', wallet)
    this.contact = contact
    this.complete = complete
  }

  /** Other ways to deliver there. */
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

/** Who pays; complete once the shopper agreed to pay. */
export class PaykkaBillingContactEvent extends WalletChangeEvent {
  readonly contact: Readonly<WalletContact>
  readonly complete: boolean
  constructor(wallet: WalletType, contact: WalletContact, complete: boolean) {
    super('paykka-billing-contact', wallet)
    this.contact = contact
    this.complete = complete
  }
}

/** Coupon codes, all that are entered; none when they were taken away. */
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
