/** Apple Pay: whether it can be used here, Apple’s own button, and the sheet behind it. */
import type { TemplateResult } from 'lit'
import type { UnavailableReason } from '../../../checkout/wire.ts'
import { CheckoutError } from '../../../errors.ts'
import type { Availability, CreateMethod, MethodContext, PayMethod } from '../../pay-method.ts'
import { loadScript } from '../load-script.ts'
import type { PricedCheckout } from '../wallet.ts'
import { pageProblem } from '../wallet.ts'
import { walletStyles } from '../wallets.styles.ts'
import { withWayBack } from '../way-back.ts'
import { within } from '../within.ts'
import { AppleSheet, appleVersion } from './apple-sheet.ts'

/** Apple’s SDK: the button everywhere, and `ApplePaySession` outside Safari. `jsapi/v1` has no such session. */
const SDK = 'https://applepay.cdn-apple.com/jsapi/1.latest/apple-pay-sdk.js'
const BUTTON = 'apple-pay-button'
/** The SDK fetches its button in a second step. */
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
  const { nonce, environment, wallets, reportMistake } = context
  if (browser.ApplePaySession && customElements.get(BUTTON)) return null
  const loaded = loadScript(wallets.applePay?.scriptUrl ?? SDK, {
    nonce,
    cors: true,
    wait: environment.wait,
    reportMistake,
  })
  const isDefined = await loaded
    .then(() => within(BUTTON_MS, context, customElements.whenDefined(BUTTON)))
    .catch(() => null)
  // Safari needs Apple's script for the button alone, and has one of its own.
  return isDefined || browser.ApplePaySession ? null : 'script-blocked'
}

function browserProblem(): UnavailableReason | null {
  if (!browser.ApplePaySession || !appleVersion()) return 'unsupported-browser'
  try {
    return ApplePaySession.canMakePayments() ? null : 'unsupported-browser'
  } catch {
    // Safari throws in a foreign frame without `allow="payment"`, and on a page without https.
    return window.top === window ? 'not-secure-context' : 'iframe-permission'
  }
}

/** Apple tells of a shopper’s cards only to who has a merchant id of their own. */
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
  /** Safari's own button: https://developer.apple.com/documentation/applepayontheweb/displaying-apple-pay-buttons-using-css */
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

  /** The same button always: a new price, language or theme only sets its attributes. */
  render(): TemplateResult {
    const { wallets, dark, locale } = this.#context
    const { buttonStyle = dark ? 'white' : 'black', buttonType = 'plain' } = wallets.applePay ?? {}
    const wanted = { buttonstyle: buttonStyle, type: buttonType, locale: appleLocale(locale) }
    for (const [name, value] of Object.entries(wanted)) {
      if (this.#button.getAttribute(name) !== value) this.#button.setAttribute(name, value)
    }
    this.#native.style.cssText = `-webkit-appearance:-apple-pay-button;-apple-pay-button-style:${buttonStyle}`
    return withWayBack(customElements.get(BUTTON) ? this.#button : this.#native, this.#sheet?.life)
  }

  disconnect(): void {
    this.#sheet?.life.dispose()
  }

  /** Nothing may be waited for here: Apple opens its sheet only inside the click. */
  #open(): void {
    const context = this.#context
    if (!context.begin()) return
    try {
      this.#sheet = new AppleSheet(context)
      this.#sheet.begin()
    } catch (error) {
      const value = String(error instanceof Error ? error.message : error).slice(0, 100)
      context.reportMistake('apple_pay_ended', { value })
      context.giveBack(new CheckoutError('wallet_failed'))
    }
  }
}

/** Apple names its languages with a region, and Arabic with one of its own. */
function appleLocale(locale: string): string {
  try {
    const { language, region } = new Intl.Locale(locale === 'no' ? 'nb' : locale).maximize()
    return language === 'ar' ? 'ar-AB' : `${language}-${region}`
  } catch {
    return 'en-US'
  }
}
