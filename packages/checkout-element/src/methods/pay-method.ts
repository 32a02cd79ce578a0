/** One way to pay beside the card form: what its module gives the element, and what the element gives it. */
import type { CSSResult, TemplateResult } from 'lit'
import type { CardLook } from '../card/entry/card-entry.ts'
import type { Access } from '../checkout/bff-client.ts'
import type { MistakeReporter } from '../checkout/setup-mistakes/mistake-reporter.ts'
import type { PayRequest, PublicCheckout, UnavailableReason } from '../checkout/wire.ts'
import type { Environment } from '../environment.ts'
import type { CheckoutError } from '../errors.ts'
import type { WalletOptions } from './wallets/wallet-options.ts'

/** The ways that are modules of their own; the card form is the element’s. */
export type MethodName = 'saved_card' | 'apple_pay' | 'google_pay' | 'hosted'

/** What pays. Amount, version and browser facts are added on the one path to the BFF. */
export type PayWith = Pick<PayRequest, 'method' | 'saveCard' | 'consent' | 'billing'>

/** Whether this shopper can pay this way, here and now. */
export type Availability = { available: true } | { available: false; reason: UnavailableReason }

/** How an attempt stands once it was answered: money is promised, nobody can tell yet, or nothing was charged. */
export type PayEnd = 'accepted' | 'open' | 'refused'

/** The element, as a way to pay sees it. Read fields when they are needed: each is as of now. */
export interface MethodContext {
  readonly checkout: PublicCheckout
  /** The BFF, and the secret that opens this checkout; for `call()` of `bff-client.ts`. */
  readonly access: Access
  readonly environment: Environment
  readonly locale: string
  readonly dark: boolean
  /** The `wallets` property. */
  readonly wallets: WalletOptions
  /** The page’s CSP nonce for scripts; empty where there is none. */
  readonly nonce: string
  /** Where styles of foreign buttons must go. */
  readonly root: ShadowRoot
  /** What a frame of this method must know to look and read like the page. */
  readonly look: CardLook
  /** Renders again, after something the method shows has changed. */
  requestUpdate(): void
  /** Raises an event on the element. */
  dispatchEvent(event: Event): boolean
  /** Tells the shop's developer of a setup mistake, in the page's console. */
  reportMistake: MistakeReporter['report']
  /** Says that the answer of `availability()` has changed since. */
  availabilityChanged(availability: Availability): void
  /**
   * Takes the one permission to pay and raises `paykka-submit`, without any `await`: call it inside the click, before
   * a wallet’s sheet opens. `false` means that nothing may be paid now. Each `true` ends in `pay()` or `giveBack()`.
   */
  begin(): boolean
  /** Pays, after `begin()`: the same one attempt, key and verdict as the card’s. Resolves when it was answered. */
  pay(payWith: PayWith): Promise<PayEnd>
  /**
   * Between `begin()` and `pay()`: reads the checkout again, after the shop’s server has set a new price. What is paid
   * then is this version. `null` when it can no longer be paid.
   */
  reprice(): Promise<PublicCheckout | null>
  /** Gives the permission back: the shopper closed the sheet, or, with an error, it failed and nothing was sent. */
  giveBack(error?: CheckoutError): void
}

/** A way to pay. The element makes it once per checkout and asks it to render with every update of its own. */
export interface PayMethod {
  /** `express` stands above the form with its own button; `choice` is a choice in the picker. */
  readonly place: 'express' | 'choice'
  /** Its name, in the shopper’s language. */
  label(): string
  /** Resolves whether it can be used here. A rejection counts as `script-blocked`. */
  availability(): Promise<Availability>
  /** What stands under its name once it is chosen, or the whole of an express way. */
  render(): unknown
  /** The sign before its name. */
  mark?(): TemplateResult
  /** A button of its own in place of the pay button; it calls `begin()` inside the click. */
  button?(): TemplateResult
  /** Text of the pay button, where "Pay €49.99" would not be true. */
  payLabel?(): string
  /**
   * Called inside the shopper’s click on the pay button, with the permission to pay taken. `null` gives it back:
   * something is missing and the method shows it. A rejection with a `CheckoutError` is shown below the button.
   */
  collect?(): Promise<PayWith | null>
  /** In place of `collect()`: the address where the shopper pays, for example PayKKa’s hosted page. */
  redirect?(): Promise<string | null>
  /** False while something is left to be typed. */
  readonly complete?: boolean
  /** Shows what is missing and goes there. */
  report?(): void
  focus?(): void
  reset?(): void
  /** Lets nothing be changed while a payment is under way. */
  lock?(locked: boolean): void
  /** The element left the page, or shows another checkout. */
  disconnect?(): void
  /** Look of what it renders, in the element’s shadow root. Prefix class names with the method’s. */
  readonly styles?: CSSResult
}

/** What each method’s module exports as `createMethod`. */
export type CreateMethod = (context: MethodContext) => PayMethod
