/** Apple Pay: its availability, Apple's own button, and the sheet. */
import type { TemplateResult } from 'lit'
import type { UnavailableReason } from '../../../checkout/wire.ts'
import { CheckoutError } from '../../../errors.ts'
import type { Availability, CreateMethod, MethodContext, PayMethod } from '../../pay-method.ts'
import { withGiveUpButton } from '../give-up-button.ts'
import { loadScript } from '../load-script.ts'
import type { PricedCheckout } from '../wallet.ts'
import { pageProblem } from '../wallet.ts'
import { walletStyles } from '../wallets.styles.ts'
import { withTimeout } from '../with-timeout.ts'
import { AppleSheet, appleVersion } from './apple-sheet.ts'

/** Apple's SDK: the button in every browser, and `ApplePaySession` outside Safari, which `jsapi/v1` lacks. */
const SDK = 'https://applepay.cdn-apple.com/jsapi/1.latest/apple-pay-sdk.js'
const BUTTON = 'apple-pay-button'
/** The SDK loads its button in a second step. Milliseconds. */
const BUTTON_MS = 8000

type Settings = NonNullable<PricedCheckout['applePay']>
const browser = globalThis as { ApplePaySession?: typeof ApplePaySession }

/** Apple Pay as a way to pay. */
export const createMethod: CreateMethod = (context) => new ApplePay(context)

async function whyNot(context: MethodContext): Promise<UnavailableReason | null> {
  const { applePay, sheet } = context.checkout
  if (!applePay) return 'merchant-disabled'
  if (!sheet) return 'amount-unsupported'
  return (
    pageProblem() ??
    (await scriptProblem(context)) ??
    browserProblem() ??
    (await cardProblem(context, applePay))
  )
}

async function scriptProblem(context: MethodContext): Promise<UnavailableReason | null> {
  const { nonce, environment, wallets, report } = context
  if (browser.ApplePaySession && customElements.get(BUTTON)) return null
  const loaded = loadScript(wallets.applePay?.scriptUrl ?? SDK, {
    nonce,
    cors: true,
    wait: environment.wait,
    report,
  })
  const isDefined = await loaded
    .then(() => withTimeout(BUTTON_MS, context, customElements.whenDefined(BUTTON)))
    .catch(() => null)
  // Safari needs Apple's script only for the button, and has a native one.
  return isDefined || browser.ApplePaySession ? null : 'script-blocked'
}

function browserProblem(): UnavailableReason | null {
  if (!browser.ApplePaySession || !appleVersion()) return 'unsupported-browser'
  try {
    return ApplePaySession.canMakePayments() ? null : 'unsupported-browser'
  } catch {
    // Safari throws in a cross-origin frame without `allow="payment"`, and on a page without https.
    return window.top === window ? 'not-secure-context' : 'iframe-permission'
  }
}

/** Apple reports the shopper's cards only to a merchant with its own merchant id. */
async function cardProblem(
  { wallets }: MethodContext,
  { merchantId }: Settings,
): Promise<UnavailableReason | null> {
  if (!wallets.applePay?.requireCard || !merchantId || !ApplePaySession.applePayCapabilities) return null
  const { paymentCredentialStatus: status } = await ApplePaySession.applePayCapabilities(merchantId).catch(
    () => ({
      paymentCredentialStatus: 'paymentCredentialStatusUnknown',
    }),
  )
  if (status === 'applePayUnsupported') return 'unsupported-browser'
  return status === 'paymentCredentialsUnavailable' ? 'no-card' : null
}

class ApplePay implements PayMethod {
  readonly place = 'express'
  readonly styles = walletStyles
  readonly #context: MethodContext
  readonly #button = document.createElement(BUTTON)
  /** Safari's native button: https://developer.apple.com/documentation/applepayontheweb/displaying-apple-pay-buttons-using-css */
  readonly #native = document.createElement('button')
  #sheet: AppleSheet | null = null

  constructor(context: MethodContext) {
    this.#context = context
    for (const button of [this.#button, this.#native]) button.onclick = () => this.#open()
    Object.assign(this.#native, { type: 'button', className: 'apple-pay', ariaLabel: this.label() })
  }

  label(): string {
    return 'Apple Pay'
  }

  async availability(): Promise<Availability> {
    const reason = await whyNot(this.#context)
    return reason ? { available: false, reason } : { available: true }
  }

  /** Always the same button: a new price, language or theme only changes its attributes. */
  render(): TemplateResult {
    const { wallets, dark, locale } = this.#context
    const { buttonStyle = dark ? 'white' : 'black', buttonType = 'plain' } = wallets.applePay ?? {}
    const attributes = { buttonstyle: buttonStyle, type: buttonType, locale: appleLocale(locale) }
    for (const [name, value] of Object.entries(attributes)) {
      if (this.#button.getAttribute(name) !== value) this.#button.setAttribute(name, value)
    }
    this.#native.style.cssText = `-webkit-appearance:-apple-pay-button;-apple-pay-button-style:${buttonStyle}`
    return withGiveUpButton(customElements.get(BUTTON) ? this.#button : this.#native, this.#sheet?.life)
  }

  disconnect(): void {
    this.#sheet?.life.dispose()
  }

  /** Without any `await`: Apple opens its sheet only inside the click. */
  #open(): void {
    const context = this.#context
    if (!context.begin()) return
    try {
      this.#sheet = new AppleSheet(context)
      this.#sheet.begin()
    } catch (error) {
      const value = String(error instanceof Error ? error.message : error).slice(0, 100)
      context.report('apple_pay_ended', { value })
      context.giveBack(new CheckoutError('wallet_failed'))
    }
  }
}

/** Apple's locales have a region; Arabic has the special region `AB`. */
function appleLocale(locale: string): string {
  try {
    const { language, region } = new Intl.Locale(locale === 'no' ? 'nb' : locale).maximize()
    return language === 'ar' ? 'ar-AB' : `${language}-${region}`
  } catch {
    return 'en-US'
  }
}
