/** Google Pay: whether it can be used here, Google’s own button, and the sheet behind it. */

import { CheckoutError } from '../errors.ts'
import type { Availability, CreateMethod, MethodContext, PayMethod } from '../methods/pay-method.ts'
import type { UnavailableReason } from '../wire.ts'
import { merchantInfo, readyRequest } from './google-request.ts'
import { GoogleSheet, statusCode, tellGoogle } from './google-sheet.ts'
import { loadScript } from './load-script.ts'
import type { PricedCheckout } from './wallet.ts'
import { pageProblem, priced } from './wallet.ts'
import { walletStyles } from './wallets.styles.ts'

const LIBRARY = 'https://pay.google.com/gp/p/js/pay.js'
/** Google takes whole amounts and amounts with two decimals; dinars have three. */
const GOOGLE_AMOUNT = /^\d+(\.\d\d)?$/

type Settings = NonNullable<PricedCheckout['googlePay']>
type Client = google.payments.api.PaymentsClient
const browser = globalThis as { google?: { payments?: { api?: { PaymentsClient?: unknown } } } }

/** Google Pay as a way to pay. */
export const createMethod: CreateMethod = (context) => new GooglePay(context)

class GooglePay implements PayMethod {
  readonly place = 'express'
  readonly styles = walletStyles
  readonly #context: MethodContext
  /** Holds Google’s button, so that a new language or theme replaces only what is inside. */
  readonly #place = document.createElement('div')
  #client: Client | null = null
  /** True when the client hears of changes in the sheet. */
  #changes = false
  #sheet: GoogleSheet | null = null
  #look = ''

  constructor(context: MethodContext) {
    this.#context = context
    this.#place.className = 'google-pay'
  }

  label(): string {
    return 'Google Pay'
  }

  async availability(): Promise<Availability> {
    const reason = await this.#whyNot()
    return reason ? { available: false, reason } : { available: true }
  }

  /** The same button for every price; only a new language or theme needs another. */
  render(): HTMLElement {
    const { googlePay } = this.#context.checkout
    if (this.#client && googlePay) this.#drawButton(this.#client, googlePay)
    return this.#place
  }

  /** Google’s sheet cannot be closed from outside; without a sheet here its callbacks end it. */
  disconnect(): void {
    this.#sheet = null
  }

  async #whyNot(): Promise<UnavailableReason | null> {
    const { googlePay, sheet } = this.#context.checkout
    if (!googlePay) return 'merchant-disabled'
    if (!GOOGLE_AMOUNT.test(sheet?.total ?? '')) return 'amount-unsupported'
    return pageProblem() ?? (await scriptProblem(this.#context)) ?? (await this.#shopperProblem(googlePay))
  }

  /** Asks Google whether this shopper can pay here. */
  async #shopperProblem(settings: Settings): Promise<UnavailableReason | null> {
    const requireCard = this.#context.wallets.googlePay?.requireCard ?? false
    try {
      const ready = await this.#clientFor(settings).isReadyToPay(readyRequest(settings, requireCard))
      if (!ready.result) return 'unsupported-browser'
      return requireCard && !ready.paymentMethodPresent ? 'no-card' : null
    } catch (error) {
      tellGoogle(this.#context.environment, error)
      return MERCHANT_ERRORS.includes(statusCode(error)) ? 'merchant-disabled' : 'unsupported-browser'
    }
  }

  /** One client, until the page asks for other things in the sheet: its callbacks are fixed when it is made. */
  #clientFor(settings: Settings): Client {
    const { nonce, wallets } = this.#context
    const changes = Boolean(wallets.shipping ?? wallets.coupons)
    if (this.#client && changes === this.#changes) return this.#client
    this.#changes = changes
    this.#client = new google.payments.api.PaymentsClient({
      environment: settings.environment,
      merchantInfo: merchantInfo(settings),
      ...(nonce && { nonce }),
      paymentDataCallbacks: {
        onPaymentAuthorized: async (data) =>
          (await this.#sheet?.authorized(data)) ?? { transactionState: 'ERROR' },
        ...(changes && {
          onPaymentDataChanged: async (data) => (await this.#sheet?.changed(data)) ?? {},
        }),
      },
    })
    return this.#client
  }

  #drawButton(client: Client, settings: Settings): void {
    const { wallets, dark, locale, root } = this.#context
    const {
      buttonColor = dark ? 'white' : 'black',
      buttonType = 'plain',
      buttonRadius = roundness(root.host),
    } = wallets.googlePay ?? {}
    const look = [buttonColor, buttonType, buttonRadius, locale].join()
    if (look === this.#look) return
    this.#look = look
    const button = client.createButton({
      buttonColor,
      buttonType,
      buttonSizeMode: 'fill',
      buttonLocale: locale.split('-')[0] ?? 'en',
      buttonRootNode: root,
      allowedPaymentMethods: readyRequest(settings, false).allowedPaymentMethods,
      onClick: () => this.#open(settings),
      buttonRadius,
    })
    this.#place.replaceChildren(button)
  }

  #open(settings: Settings): void {
    if (!this.#context.begin()) return
    const shown = priced(this.#context.checkout)
    this.#sheet = shown && new GoogleSheet(this.#context, shown, settings)
    if (this.#sheet) void this.#sheet.open(this.#clientFor(settings))
    else this.#context.giveBack(new CheckoutError('wallet_failed'))
  }
}

/** As round as the pay button, where that is told in pixels; Google takes no more than 100 and knows no other unit. */
function roundness(element: Element): number | undefined {
  const style = getComputedStyle(element)
  const told = style.getPropertyValue('--paykka-button-radius') || style.getPropertyValue('--_radius')
  const [, pixels] = /^\s*(\d+(?:\.\d+)?)px\s*$/.exec(told) ?? []
  return pixels === undefined ? undefined : Math.min(Number(pixels), 100)
}

/** Mistakes of the merchant’s set-up, told apart from what only this shopper lacks. */
const MERCHANT_ERRORS = ['DEVELOPER_ERROR', 'MERCHANT_ACCOUNT_ERROR']

async function scriptProblem({
  nonce,
  environment,
  wallets,
}: MethodContext): Promise<UnavailableReason | null> {
  if (browser.google?.payments?.api?.PaymentsClient) return null
  return await loadScript(wallets.googlePay?.scriptUrl ?? LIBRARY, { nonce, ...environment }).then(
    () => (browser.google?.payments?.api?.PaymentsClient ? null : 'script-blocked'),
    () => 'script-blocked',
  )
}
