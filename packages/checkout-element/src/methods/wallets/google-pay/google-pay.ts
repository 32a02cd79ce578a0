/** Google Pay: its availability, Google's own button, and the sheet. */
import type { TemplateResult } from 'lit'
import type { UnavailableReason } from '../../../checkout/wire.ts'
import { CheckoutError } from '../../../errors.ts'
import type { Availability, CreateMethod, MethodContext, PayMethod } from '../../pay-method.ts'
import { withGiveUpButton } from '../give-up-button.ts'
import { loadScript } from '../load-script.ts'
import type { PricedCheckout } from '../wallet.ts'
import { pageProblem, priced } from '../wallet.ts'
import { walletStyles } from '../wallets.styles.ts'
import { merchantInfo, readyRequest } from './google-request.ts'
import { GoogleSheet, reportGoogle, statusCode } from './google-sheet.ts'

const LIBRARY = 'https://pay.google.com/gp/p/js/pay.js'
/** Google accepts amounts with no or two decimals; dinars have three. */
const GOOGLE_AMOUNT = /^\d+(\.\d\d)?$/

type Settings = NonNullable<PricedCheckout['googlePay']>
type Client = google.payments.api.PaymentsClient
/** A client and the sheet that receives its callbacks. `changes`: whether the client reports changes in the sheet. */
type ClientAndSheet = { client: Client; changes: boolean; sheet: GoogleSheet | null }
const browser = globalThis as { google?: { payments?: { api?: { PaymentsClient?: unknown } } } }

/** Google Pay as a way to pay. */
export const createMethod: CreateMethod = (context) => new GooglePay(context)

class GooglePay implements PayMethod {
  readonly place = 'express'
  readonly styles = walletStyles
  readonly #context: MethodContext
  /** Holds Google's button, so that a new language or theme replaces only its content. */
  readonly #place = document.createElement('div')
  #current: ClientAndSheet | null = null
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

  /** The same button for every price; only a new language or theme needs a new one. */
  render(): TemplateResult {
    const { googlePay } = this.#context.checkout
    if (this.#current && googlePay) this.#drawButton(this.#current.client, googlePay)
    return withGiveUpButton(this.#place, this.#current?.sheet?.life)
  }

  /** No page can close Google's sheet; its callbacks are refused from now on. */
  disconnect(): void {
    this.#current?.sheet?.life.dispose()
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
      const ready = await this.#clientFor(settings).client.isReadyToPay(readyRequest(settings, requireCard))
      if (!ready.result) return 'unsupported-browser'
      return requireCard && !ready.paymentMethodPresent ? 'no-card' : null
    } catch (error) {
      reportGoogle(this.#context, error)
      return MERCHANT_ERRORS.test(statusCode(error)) ? 'merchant-disabled' : 'unsupported-browser'
    }
  }

  /** One client, until the page's options change: a client's callbacks are fixed when it is created. */
  #clientFor(settings: Settings): ClientAndSheet {
    const { nonce, wallets } = this.#context
    const changes = Boolean(wallets.shipping ?? wallets.coupons)
    if (this.#current?.changes === changes) return this.#current
    const callbacks: Pick<ClientAndSheet, 'sheet'> = { sheet: null }
    const client = new google.payments.api.PaymentsClient({
      environment: settings.environment,
      merchantInfo: merchantInfo(settings),
      ...(nonce && { nonce }),
      paymentDataCallbacks: {
        onPaymentAuthorized: async (data) =>
          (await callbacks.sheet?.onPaymentAuthorized(data)) ?? { transactionState: 'ERROR' },
        ...(changes && {
          onPaymentDataChanged: async (data) => (await callbacks.sheet?.onPaymentDataChanged(data)) ?? {},
        }),
      },
    })
    this.#current = Object.assign(callbacks, { client, changes })
    return this.#current
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
      buttonLocale: googleLocale(locale),
      buttonRootNode: root,
      allowedPaymentMethods: readyRequest(settings, false).allowedPaymentMethods,
      onClick: () => this.#open(settings),
      buttonRadius,
    })
    this.#place.replaceChildren(button)
  }

  #open(settings: Settings): void {
    if (!this.#context.begin()) return
    try {
      const shown = priced(this.#context.checkout)
      if (!shown) throw new TypeError('no amount')
      this.#releaseLast()
      const current = this.#clientFor(settings)
      current.sheet = new GoogleSheet(this.#context, shown, settings)
      void current.sheet.open(current.client)
    } catch (error) {
      reportGoogle(this.#context, error)
      this.#context.giveBack(new CheckoutError('wallet_failed'))
    }
  }

  /** A window that may still be open keeps its own client, so that its callbacks never reach the next sheet. */
  #releaseLast(): void {
    const { sheet } = this.#current ?? {}
    if (!sheet || sheet.isClosed) return
    sheet.life.dispose()
    this.#current = null
  }
}

/** Google's language codes have no region, and Norwegian is `no`. */
const googleLocale = (locale: string): string => locale.replace(/-.*/, '').replace(/^n[bn]$/, 'no')

/** The radius of the pay button, if it is in pixels. Google accepts at most 100 and no other unit. */
function roundness(element: Element): number | undefined {
  const style = getComputedStyle(element)
  const radius = style.getPropertyValue('--paykka-button-radius') || style.getPropertyValue('--_radius')
  const [, pixels] = /^\s*(\d+(?:\.\d+)?)px\s*$/.exec(radius) ?? []
  return pixels === undefined ? undefined : Math.min(Number(pixels), 100)
}

/** Status codes of setup mistakes; others concern only this shopper. */
const MERCHANT_ERRORS = /DEVELOPER|MERCHANT/

async function scriptProblem({
  nonce,
  environment: { wait },
  wallets,
  report,
}: MethodContext): Promise<UnavailableReason | null> {
  if (browser.google?.payments?.api?.PaymentsClient) return null
  return await loadScript(wallets.googlePay?.scriptUrl ?? LIBRARY, { nonce, wait, report }).then(
    () => (browser.google?.payments?.api?.PaymentsClient ? null : 'script-blocked'),
    () => 'script-blocked',
  )
}
