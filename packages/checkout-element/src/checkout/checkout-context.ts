/** What the parts of one element share. The element builds it, so that the parts need not import each other. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { LitElement } from 'lit'
import type { Environment } from '../environment.ts'
import type { CheckoutError } from '../errors.ts'
import type { Texts } from '../locales/texts.ts'
import type { PayWith } from '../methods/pay-method.ts'
import type { WalletOptions } from '../methods/wallets/wallet-options.ts'
import type { Access, Answer } from './bff-client.ts'
import type { CheckoutEvent, CheckoutState } from './checkout-state.ts'
import type { MistakeReporter } from './setup-mistakes/mistake-reporter.ts'
import type { FraudData, PublicCheckout } from './wire.ts'

/** The element, as its parts read and call it. */
export interface CheckoutElement extends LitElement {
  readonly bffUrl: string
  clientSecret: string
  readonly locale: string
  readonly appearance: Appearance | undefined
  readonly cardEntry: string
  readonly challenge: string
  readonly theme: string
  readonly layout: string
  readonly payButton: string
  readonly restartUrl: string | undefined
  readonly wallets: WalletOptions
  readonly billingDetails: 'auto' | 'postal' | 'full' | 'none' | undefined
  readonly challengeToken?: string
  readonly fraud?: FraudData
  /** True while the element or a fieldset around it is disabled. */
  readonly formDisabled: boolean
  readonly whenReady: Promise<void>
  refresh(): Promise<void>
  submit(): Promise<void>
}

/** One checkout: its state, and the requests about it. */
export interface Checkout {
  readonly state: CheckoutState
  /** The BFF and the client secret; `null` until the checkout was opened. */
  readonly access: Access | null
  /** Changes the state and reports the change. */
  move(event: CheckoutEvent): void
  /** Pays once, with the permission taken. Resolves when the attempt was answered. */
  pay(payWith: PayWith): Promise<void>
  /** Gives the permission to pay back, with the error that prevented the payment, if any. */
  giveBack(error: CheckoutError | null): void
  /** Reads the checkout from the BFF; changes no state. */
  load(): Promise<Answer<PublicCheckout>>
  /** Reads the checkout from the BFF and shows it. */
  refresh(): Promise<void>
}

/** The element and its parts. */
export interface CheckoutContext {
  readonly element: CheckoutElement
  readonly environment: Environment
  readonly checkout: Checkout
  readonly language: { readonly locale: string; readonly direction: 'ltr' | 'rtl'; readonly texts: Texts }
  readonly page: { readonly dark: boolean }
  readonly mistakes: MistakeReporter
}
