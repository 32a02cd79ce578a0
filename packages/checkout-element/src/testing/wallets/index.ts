/// <reference types="applepayjs" preserve="true" />
/// <reference types="googlepay" preserve="true" />
/**
 * Doubles of Apple's and Google's scripts, to use both wallets on any machine and in a shop's own tests. Never load this
 * on a live page.
 */
import { ApplePayButtonDouble } from './apple-pay-button.ts'
import type { AppleDevice } from './apple-pay-session.ts'
import { applePaySessionFor } from './apple-pay-session.ts'
import { watchClicks } from './clicks.ts'
import type { Mint } from './mint.ts'
import { emulatorMint } from './mint.ts'
import type { GoogleAccount } from './payments-client.ts'
import { paymentsClientFor } from './payments-client.ts'
import type { OpenSheet } from './sheet-state.ts'
import { openSheet } from './sheet-view.ts'

export type { AppleMintRequest, GoogleMintRequest, Mint } from './mint.ts'
export { emulatorMint } from './mint.ts'
export type { Person } from './people.ts'
export { DOUBLE_CARDS, PEOPLE } from './people.ts'
export type { Misbehavior, OpenSheet, SheetActions, SheetState, SheetView } from './sheet-state.ts'

export type WalletDoublesOptions = {
  /** Address of the PayKKa emulator, which creates the tokens. */
  emulatorUrl?: string
  /** Creates the tokens in place of the emulator. */
  mint?: Mint
  /** Shows the sheets in place of the dialog on the page. */
  openSheet?: OpenSheet
  /** Accepts a script's `click()` like a shopper's, which browsers do not. */
  acceptScriptedClicks?: boolean
  apple?: Partial<Pick<AppleDevice, 'supported' | 'credentials' | 'refuses' | 'patienceMs' | 'misbehaves'>>
  google?: Partial<Pick<GoogleAccount, 'supported' | 'hasCard' | 'misbehaves'>>
}

/** What can be changed after installation. */
export type WalletDoubles = {
  apple: AppleDevice
  google: GoogleAccount
  /** Removes the doubles. `<apple-pay-button>` stays, because elements cannot be undefined. */
  uninstall(): void
}

type Page = { ApplePaySession?: unknown; ApplePayError?: unknown; google?: unknown }

/**
 * Replaces `ApplePaySession`, `ApplePayError`, `<apple-pay-button>` and `google.payments.api.PaymentsClient` by doubles.
 * Call it before the checkout is opened, so that no script of Apple or Google is loaded.
 */
export function installWalletDoubles(options: WalletDoublesOptions): WalletDoubles {
  const mint = options.mint ?? emulatorMint(options.emulatorUrl ?? '')
  const view = options.openSheet ?? openSheet
  const apple: AppleDevice = {
    supported: true,
    credentials: 'paymentCredentialsAvailable',
    refuses: false,
    patienceMs: 30_000,
    misbehaves: null,
    ...options.apple,
    mint: mint.apple,
    openSheet: view,
  }
  const google: GoogleAccount = {
    supported: true,
    hasCard: true,
    misbehaves: null,
    ...options.google,
    mint: mint.google,
    openSheet: view,
  }
  const page = globalThis as Page
  const before = { ...pick(page) }
  const unwatch = watchClicks(options.acceptScriptedClicks ?? false)
  page.ApplePaySession = applePaySessionFor(apple)
  page.ApplePayError = ApplePayErrorDouble
  page.google = { payments: { api: { PaymentsClient: paymentsClientFor(google) } } }
  if (!customElements.get('apple-pay-button')) customElements.define('apple-pay-button', ApplePayButtonDouble)
  const uninstall = () => {
    unwatch()
    Object.assign(page, before)
  }
  return { apple, google, uninstall }
}

const pick = ({ ApplePaySession, ApplePayError, google }: Page): Page => ({
  ApplePaySession,
  ApplePayError,
  google,
})

/** Apple's `ApplePayError`. */
class ApplePayErrorDouble {
  readonly code: string
  readonly contactField: string | undefined
  readonly message: string
  constructor(code: string, contactField?: string, message = '') {
    this.code = code
    this.contactField = contactField
    this.message = message
  }
}
