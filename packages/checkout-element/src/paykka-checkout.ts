/** `<paykka-checkout>`: shows one checkout, takes the card, pays, and tells the true outcome. */
import type { PropertyValues, TemplateResult } from 'lit'
import { html, LitElement, nothing } from 'lit'
import { parseActionUrl, parseBffUrl } from './addresses.ts'
import type { CardStatus, SealOutcome } from './card/card-entry.ts'
import { CardEntryController } from './card-entry-controller.ts'
import { CheckoutController } from './checkout-controller.ts'
import type { CheckoutState } from './checkout-state.ts'
import { checkoutOf, isCardUnreadable, isOver, statusWord } from './checkout-state.ts'
import type { Environment } from './environment.ts'
import { browserEnvironment } from './environment.ts'
import type { CheckoutErrorCode } from './errors.ts'
import { CheckoutError } from './errors.ts'
import {
  PaykkaActionRequiredEvent,
  PaykkaAvailabilityEvent,
  PaykkaChangeEvent,
  PaykkaErrorEvent,
  PaykkaReadyEvent,
  PaykkaSubmitEvent,
} from './events.ts'
import { keptSecret } from './kept-secret.ts'
import { useLocale } from './localization.ts'
import * as messages from './messages.ts'
import { checkoutStyles } from './paykka-checkout.styles.ts'
import { eventFor } from './state-events.ts'
import { localeOf, lookOf } from './theme/look.ts'
import { palette } from './theme/palette.styles.ts'
import { formView } from './view/form-view.ts'
import { noticeView, panelView, stoppedPanel } from './view/state-view.ts'
import type { PublicCheckout, PublicPayment } from './wire.ts'

/**
 * One checkout, from the card form to the result. Card data never passes through this element:
 * it is typed and sealed in a frame of the BFF (or, when asked for, in an inline form).
 *
 * @fires paykka-ready - the card form can be used
 * @fires paykka-change - what the card form holds has changed
 * @fires paykka-availability - which ways to pay are offered, and why others are not
 * @fires paykka-submit - the shopper asked to pay; cancelable
 * @fires paykka-action-required - the shopper must go to another page; cancelable
 * @fires paykka-success - the payment succeeded or is authorized
 * @fires paykka-decline - the bank said no
 * @fires paykka-unknown - nobody knows yet whether money moved
 * @fires paykka-cancel - canceled by the shopper or the shop
 * @fires paykka-amount-changed - the amount changed since the shopper saw it
 * @fires paykka-expired - the checkout’s time is over
 * @fires paykka-error - something else went wrong
 *
 * @csspart base - the whole surface
 * @csspart notice - message above the form (also notice-danger, notice-warning, notice-calm)
 * @csspart card - the place of the card form
 * @csspart card-frame - the isolated frame
 * @csspart pay-button - the button that pays
 * @csspart hint - the line about encryption
 * @csspart panel - what stands in place of the form (also panel-success, panel-warning, panel-wait, panel-calm)
 * @csspart panel-title - its headline
 * @csspart retry-button - try again
 * @csspart action-link - continue to the bank
 * @csspart support-code - the code for support
 * @csspart card-used - the card that paid
 *
 * @cssprop --paykka-color-brand - buttons and focus
 * @cssprop --paykka-color-on-brand - text on the brand color
 * @cssprop --paykka-color-surface - background of the element
 * @cssprop --paykka-color-text - text
 * @cssprop --paykka-color-muted - secondary text
 * @cssprop --paykka-color-border - quiet lines
 * @cssprop --paykka-color-control - borders of fields
 * @cssprop --paykka-color-field - background of fields
 * @cssprop --paykka-color-danger - mistakes and declines
 * @cssprop --paykka-color-warning - open outcomes
 * @cssprop --paykka-color-success - success
 * @cssprop --paykka-radius - roundness
 * @cssprop --paykka-font-family - font
 * @cssprop --paykka-font-size - base size
 * @cssprop --paykka-field-height - height of a field
 * @cssprop --paykka-button-background - background of the pay button
 * @cssprop --paykka-button-color - text of the pay button
 * @cssprop --paykka-button-radius - roundness of the pay button
 */
export class PaykkaCheckout extends LitElement {
  static override styles = [palette, checkoutStyles]

  // Declared without decorators: their helpers would cost every storefront half a kilobyte.
  static override properties = {
    bffUrl: { attribute: 'bff-url' },
    clientSecret: { attribute: 'client-secret' },
    locale: {},
    cardEntry: { attribute: 'card-entry' },
    theme: { reflect: true },
    payButton: { attribute: 'pay-button' },
  }

  /** @internal The world the element lives in; tests bring their own. */
  static environment: Environment = browserEnvironment

  readonly #env = (this.constructor as typeof PaykkaCheckout).environment
  readonly #checkout = new CheckoutController(this, this.#env)
  readonly #card = new CardEntryController(this, this.#env)

  /** Address of the BFF. */
  declare bffUrl: string

  /** Opens this one checkout. After a return from the bank it may be left out: the kept one is found. */
  declare clientSecret: string

  /** BCP 47 language of the texts; without it, the page’s. */
  declare locale: string

  /** Where the card is typed: in an isolated frame, or in this page where the BFF offers that. */
  declare cardEntry: 'frame' | 'inline'

  /** Light, dark, or what the shopper’s device prefers. */
  declare theme: 'auto' | 'light' | 'dark'

  /** `none` leaves the pay button to the page, which calls `submit()`. */
  declare payButton: 'default' | 'none'

  /** Resolves when the card form can be used, or when the checkout shows an end or an error instead. */
  readonly whenReady: Promise<void>

  #resolveReady = (): void => undefined
  #opened = ''
  #offered = ''
  #announcedReady = ''
  /** True once this element started a payment: only then may it send the shopper away. */
  #started = false
  readonly #dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

  constructor() {
    super()
    this.bffUrl = ''
    this.clientSecret = ''
    this.locale = ''
    this.cardEntry = 'frame'
    this.theme = 'auto'
    this.payButton = 'default'
    this.whenReady = new Promise((resolve) => {
      this.#resolveReady = resolve
    })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#opened = ''
    this.requestUpdate()
    this.#dark?.addEventListener('change', this.#onDevice)
    document.addEventListener('visibilitychange', this.#onReturn)
    window.addEventListener('pageshow', this.#onReturn)
    window.addEventListener('lit-localize-status', this.#onDevice)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#dark?.removeEventListener('change', this.#onDevice)
    document.removeEventListener('visibilitychange', this.#onReturn)
    window.removeEventListener('pageshow', this.#onReturn)
    window.removeEventListener('lit-localize-status', this.#onDevice)
  }

  /** Pays with what the form holds, as the pay button does. Does nothing unless the form is ready. */
  async submit(): Promise<void> {
    const { state } = this.#checkout
    if (state.kind !== 'ready' || !this.#card.ready) return
    if (!this.dispatchEvent(new PaykkaSubmitEvent(state.checkout.id, state.checkout.amount))) return
    if (!this.#checkout.begin()) return
    this.#started = true
    const sealed = await this.#card.seal()
    if (this.isConnected) await this.#send(sealed)
  }

  /** Puts the cursor into the card form. */
  override focus(): void {
    this.#card.entry?.focus()
  }

  /** Wipes the card form. */
  reset(): void {
    this.#card.entry?.reset()
  }

  /** Reads the checkout again, for example after the basket changed. The typed card stays. */
  async refresh(): Promise<void> {
    if (checkoutOf(this.#checkout.state)) await this.#checkout.refresh()
    else this.#retry()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) void useLocale(localeOf(this))
    this.#open()
    this.#configureCard()
  }

  override render(): TemplateResult {
    const { state } = this.#checkout
    const panel =
      this.#card.error && state.kind === 'ready' ? this.#cardTrouble() : panelView(state, this.#acts)
    const status = this.#card.error && state.kind === 'ready' ? 'stopped' : statusWord(state)
    return html`<div class="base" part="base" data-status=${status} aria-busy=${state.kind === 'paying'}>
      <div role="status" aria-live="polite">
        ${state.kind === 'ready' ? noticeView(state.notice) : nothing}${panel}
        ${state.kind === 'paying' ? html`<span class="said">${messages.paying()}</span>` : nothing}
      </div>
      <div ?hidden=${panel !== nothing}>${this.#form(state)}</div>
    </div>`
  }

  override updated(): void {
    this.#card.entry?.lock(this.#checkout.state.kind !== 'ready')
  }

  /** @internal The checkout moved: tell the page, and do what only the page can do. */
  checkoutMoved(before: CheckoutState, after: CheckoutState): void {
    const checkout = checkoutOf(after)
    if (checkout) this.#announceOffer(checkout)
    const event = eventFor(before, after)
    if (event) this.dispatchEvent(event)
    if (after.kind === 'action' && before.kind !== 'action' && this.#started) this.#goToBank(after.payment)
    // The frame seals with the key of its own page, so only a fresh page gets past a key the BFF no longer opens.
    if (isOver(after) || (isCardUnreadable(after) && this.#mode() === 'frame')) this.#card.close()
    if (before.kind !== 'loading' && after.kind === 'ready' && after.notice) this.#showNotice()
    if (after.kind !== 'loading' && after.kind !== 'ready') this.#resolveReady()
    this.#announceReady()
  }

  /** @internal */
  cardEntryReady(): void {
    this.#announceReady()
  }

  /** @internal */
  cardEntryChanged(status: CardStatus): void {
    this.dispatchEvent(new PaykkaChangeEvent(status))
  }

  /** @internal */
  cardEntrySubmitted(): void {
    void this.submit()
  }

  /** @internal */
  cardEntryFailed(error: CheckoutError): void {
    this.dispatchEvent(new PaykkaErrorEvent(error))
    this.#resolveReady()
  }

  readonly #acts = { retry: () => this.#retry() }

  #form(state: CheckoutState): TemplateResult {
    const usable = this.#card.ready && checkoutOf(state) !== null
    const pay = this.payButton === 'none' ? null : this.#onPay
    return formView({ form: this.#card.render(), usable, state, pay })
  }

  #cardTrouble(): TemplateResult | typeof nothing {
    return this.#card.error ? stoppedPanel(this.#card.error, this.#acts) : nothing
  }

  #onPay = (): void => void this.submit()

  #onDevice = (): void => this.requestUpdate()

  /** Back from another tab or out of the back/forward cache: what is shown may be old. */
  #onReturn = (event: Event): void => {
    const kept = event instanceof PageTransitionEvent && event.persisted
    const seen = event.type === 'visibilitychange' && document.visibilityState === 'visible'
    if ((kept || seen) && this.#checkout.state.kind !== 'loading') void this.#checkout.refresh()
  }

  async #send(sealed: SealOutcome): Promise<void> {
    if (sealed.kind === 'invalid') return this.#checkout.giveBack(null)
    if (sealed.kind === 'failed') return this.#checkout.giveBack(new CheckoutError(sealed.code))
    await this.#checkout.pay({ type: 'card', card: sealed.jwe })
  }

  /** Opens what the properties name; the same values again change nothing. */
  #open(): void {
    const bffUrl = parseBffUrl(this.bffUrl)
    const secret = this.clientSecret
    const wanted = `${this.bffUrl} ${secret}`
    if (!this.isConnected || wanted === this.#opened) return
    if (!this.bffUrl && !secret) return
    this.#opened = wanted
    this.#started = false
    // Not inside the update that found it: the first move must already be able to ask for a new one.
    queueMicrotask(() => this.#start(bffUrl, secret))
  }

  #start(bffUrl: string | null, secret: string): void {
    const returned = secret ? null : this.#env.returnedCheckout()
    const clientSecret = secret || (returned && bffUrl && keptSecret(returned, bffUrl, this.#env.now()))
    const wrong = this.#wrongSetup(bffUrl, clientSecret, returned)
    if (wrong) this.#checkout.stop(new CheckoutError(wrong))
    if (wrong || !bffUrl || !clientSecret) return
    void this.#checkout.open({ bffUrl, clientSecret })
    // The frame loads beside the checkout, not after it.
    if (this.cardEntry !== 'inline') this.#card.open('frame', bffUrl)
  }

  #wrongSetup(
    bffUrl: string | null,
    secret: string | null,
    returned: string | null,
  ): CheckoutErrorCode | null {
    if (!bffUrl) return this.bffUrl ? 'bff_url_invalid' : 'bff_url_missing'
    // Without a return to restore, the secret may simply still be on its way.
    if (!secret && returned) return 'client_secret_missing'
    return globalThis.isSecureContext ? null : 'insecure_context'
  }

  #retry(): void {
    const bffUrl = parseBffUrl(this.bffUrl)
    if (this.#card.error && bffUrl) this.#card.retry(this.#mode(), bffUrl)
    if (this.#checkout.state.kind === 'stopped') this.#opened = ''
    this.requestUpdate()
  }

  /** Inline only where both the page asks for it and the BFF offers it; the frame is the safe answer otherwise. */
  #mode(): 'frame' | 'inline' {
    const offered = checkoutOf(this.#checkout.state)?.cardEntry
    return this.cardEntry === 'inline' && offered === 'inline' ? 'inline' : 'frame'
  }

  #configureCard(): void {
    const { state } = this.#checkout
    const checkout = checkoutOf(state)
    const bffUrl = parseBffUrl(this.bffUrl)
    if (!checkout || !bffUrl || isOver(state)) return
    this.#card.open(this.#mode(), bffUrl)
    const clockOffset = Date.parse(checkout.serverTime) - this.#env.now()
    const { id, cardBrands: brands, cardKey: key } = checkout
    this.#card.configure(
      { checkout: id, brands, key, clockOffset },
      lookOf(this, this.#isDark(), localeOf(this)),
    )
  }

  #isDark(): boolean {
    return this.theme === 'dark' || (this.theme === 'auto' && this.#dark?.matches === true)
  }

  #announceOffer({ id, methods }: PublicCheckout): void {
    const offered = `${id} ${JSON.stringify(methods)}`
    if (offered === this.#offered) return
    this.#offered = offered
    this.dispatchEvent(new PaykkaAvailabilityEvent(methods))
    const takesCards = methods.some(({ type, available }) => type === 'card' && available)
    // What was paid before is still shown; only a form that could not be used is not.
    if (!takesCards && this.#checkout.state.kind === 'ready') {
      this.#checkout.stop(new CheckoutError('no_method_available'))
    }
  }

  #announceReady(): void {
    const { state } = this.#checkout
    if (!this.#card.ready || state.kind !== 'ready' || this.#announcedReady === state.checkout.id) return
    this.#announcedReady = state.checkout.id
    this.dispatchEvent(new PaykkaReadyEvent(state.checkout.id))
    this.#resolveReady()
  }

  #goToBank(payment: PublicPayment): void {
    const url = parseActionUrl(payment.action?.url ?? '')
    if (!url)
      return void this.dispatchEvent(
        new PaykkaErrorEvent(new CheckoutError('action_url_refused', payment.supportCode)),
      )
    if (this.dispatchEvent(new PaykkaActionRequiredEvent(payment.id, url))) this.#env.navigate(url)
  }

  /** After a decline the shopper is back in the form, unless they have gone elsewhere on the page. */
  /** On a phone the pay button is in view and the notice above it is not: the shopper must see why nothing was paid. */
  #showNotice(): void {
    this.#returnFocus()
    void this.updateComplete.then(() => {
      // A frame later: giving focus back scrolls too, and scroll anchoring would hold the page where it was.
      requestAnimationFrame(() =>
        this.renderRoot.querySelector('[part~="notice"]')?.scrollIntoView({ block: 'nearest' }),
      )
    })
  }

  #returnFocus(): void {
    const active = document.activeElement
    if (
      active &&
      active !== document.body &&
      !this.contains(active) &&
      active.shadowRoot?.activeElement !== this
    )
      return
    void this.updateComplete.then(() => this.#card.entry?.focus())
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-checkout': PaykkaCheckout
  }
}
