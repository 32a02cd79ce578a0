/** One way to pay beside the card form: what its module provides, and what the element provides to it. */
import type { CSSResult, TemplateResult } from 'lit'
import type { CardLook } from '../card/entry/card-entry.ts'
import type { Access } from '../checkout/bff-client.ts'
import type { MistakeReporter } from '../checkout/setup-mistakes/mistake-reporter.ts'
import type { PayRequest, PublicCheckout, UnavailableReason } from '../checkout/wire.ts'
import type { Environment } from '../environment.ts'
import type { CheckoutError } from '../errors.ts'
import type { WalletOptions } from './wallets/wallet-options.ts'

/** The ways that are separate modules; the card form belongs to the element. */
export type MethodName = 'saved_card' | 'apple_pay' | 'google_pay' | 'hosted'

/** The name of a way to pay in the picker. */
export type Choice = 'card' | MethodName

/** The method that pays. Amount, version and browser data are added when the request is sent. */
export type PayWith = Pick<PayRequest, 'method' | 'saveCard' | 'consent' | 'billing'>

/** Whether this shopper can pay this way on this page. */
export type Availability = { available: true } | { available: false; reason: UnavailableReason }

/** The result of an attempt: paid or authorized, not known yet, or nothing charged. */
export type PayEnd = 'accepted' | 'open' | 'refused'

/** What a way to pay may read and call. Read fields when they are needed: each has its current value. */
export interface MethodContext {
  readonly checkout: PublicCheckout
  /** The BFF and the client secret, for `call()` of `bff-client.ts`. */
  readonly access: Access
  readonly environment: Environment
  readonly locale: string
  readonly dark: boolean
  /** The `wallets` property. */
  readonly wallets: WalletOptions
  /** The page's CSP nonce for scripts; empty when there is none. */
  readonly nonce: string
  /** Where styles of third-party buttons must go. */
  readonly root: ShadowRoot
  /** Theme, language and tokens for a frame of this method. */
  readonly look: CardLook
  /** True while each option of this method is a row of the picker. */
  readonly inRows: boolean
  /** Renders again, after something that the method shows has changed. */
  requestUpdate(): void
  /** Raises an event on the element. */
  dispatchEvent(event: Event): boolean
  /** Reports a setup mistake to the shop's developer, in the page's console. */
  report: MistakeReporter['report']
  /** Reports a new answer of `availability()`. */
  availabilityChanged(availability: Availability): void
  /**
   * Takes the one permission to pay and raises `paykka-submit`, synchronously: call it inside the click, before a
   * wallet's sheet opens. `false` means that nothing may be paid now. After `true`, call `pay()` or `giveBack()`.
   */
  begin(): boolean
  /** Pays with the chosen way, like the pay button. */
  submit(): void
  /** Pays, after `begin()`: one attempt with one key, as for a card. Resolves when it was answered. */
  pay(payWith: PayWith): Promise<PayEnd>
  /**
   * Between `begin()` and `pay()`: reads the checkout again, after the shop's server has set a new price. `pay()` then
   * pays this version. `null` when it can no longer be paid.
   */
  reprice(): Promise<PublicCheckout | null>
  /** Gives the permission back. With an error: the method failed, and nothing was sent. */
  giveBack(error?: CheckoutError): void
}

/** One option of a way to pay, for example one saved card. An accordion shows each option as a separate row. */
export type MethodOption = {
  readonly id: string
  /** Logo and name. */
  readonly head: TemplateResult
  /** Beside its name, outside the label: a button. */
  readonly aside?: unknown
  /** Under its name, also while its row is closed: a question. */
  readonly below?: unknown
  /** True for an option that can only be shown, for example an expired card. */
  readonly disabled?: boolean
  /** True for the option that pays. */
  readonly chosen: boolean
}

/** A way to pay. The element creates it once per checkout and renders it with each of its own updates. */
export interface PayMethod {
  /** `express` has its own button above the form; `choice` is a choice in the picker. */
  readonly place: 'express' | 'choice'
  /** Its name in the shopper's language. */
  label(): string
  /** Resolves with whether it can be used here. A rejection counts as `script-blocked`. */
  availability(): Promise<Availability>
  /** Shown under its name once it is chosen; for an express way, its button. */
  render(): unknown
  /** Its options, in their order; `render()` must not show them again while `inRows` of the context is true. */
  options?(): readonly MethodOption[]
  /** Chooses one of its options. */
  choose?(id: string): void
  /** Read out by screen readers when it changes. */
  announcement?(): string
  /** The logo before its name. */
  logo?(): TemplateResult
  /** Replaces the pay button; it calls `begin()` inside the click. */
  button?(): TemplateResult
  /** Replaces the text of the pay button, where "Pay €49.99" would not be true. */
  payLabel?(): string
  /**
   * Called inside the click on the pay button, with the permission to pay taken. `null` gives it back: something is
   * missing, and the method shows what. A rejection with a `CheckoutError` is shown below the button.
   */
  collect?(): Promise<PayWith | null>
  /**
   * Replaces `collect()`: the address where the shopper pays, for example PayKKa's hosted page. `along` is sent with the
   * request.
   */
  redirect?(along: Pick<PayWith, 'billing'>): Promise<string | null>
  /** False while the shopper must still type something. */
  readonly complete?: boolean
  /** Shows what is missing and moves the focus there. */
  report?(): void
  focus?(): void
  reset?(): void
  /** Makes everything read-only while a payment is under way. */
  lock?(locked: boolean): void
  /** Called when the element left the page or shows another checkout. */
  disconnect?(): void
  /** Styles in the element's shadow root. Prefix class names with the name of the method. */
  readonly styles?: CSSResult
}

/** Each module of a method exports this as `createMethod`. */
export type CreateMethod = (context: MethodContext) => PayMethod
