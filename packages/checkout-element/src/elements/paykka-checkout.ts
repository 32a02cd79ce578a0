/** `<paykka-checkout>`: shows one checkout, takes the card, pays, and shows the true outcome. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { TemplateResult } from 'lit'
import type { CardEvent } from '../card/entry/card-entry-controller.ts'
import { CardEntryController } from '../card/entry/card-entry-controller.ts'
import { isSpent, placeCard } from '../card/entry/card-place.ts'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import { CheckoutController } from '../checkout/checkout-controller.ts'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import { DeferredCode } from '../checkout/deferred-code.ts'
import { PayFlow } from '../checkout/pay-flow.ts'
import { mistakeReporter } from '../checkout/setup-mistakes/mistake-reporter.ts'
import type { FraudData, PublicCheckout } from '../checkout/wire.ts'
import type { Environment } from '../environment.ts'
import { browserEnvironment } from '../environment.ts'
import { CheckoutError } from '../errors.ts'
import { PaykkaChangeEvent } from '../events.ts'
import { Language } from '../locales/language.ts'
import type { Texts } from '../locales/texts.ts'
import { MethodChoice } from '../methods/method-choice.ts'
import type { WalletOptions } from '../methods/wallets/wallet-options.ts'
import { Announcer } from '../ui/announcer.ts'
import { AppearanceLoader } from '../ui/appearance-loader.ts'
import { checkoutView } from '../ui/checkout-view.ts'
import { layoutOf } from '../ui/layout.ts'
import { PageWatch } from '../ui/page-watch.ts'
import { endOf } from '../ui/state-view.ts'
import { controlStyles } from '../ui/theme/controls.styles.ts'
import { palette } from '../ui/theme/palette.styles.ts'
import { placeStyles } from '../ui/theme/place.styles.ts'
import { CheckoutLoader } from './checkout-loader.ts'
import { FormElement } from './form-element.ts'
import type { LazyCode } from './lazy-code.ts'
import { lazyCode } from './lazy-code.ts'
import { checkoutStyles } from './paykka-checkout.styles.ts'

/** True when the values differ, so that a new object with the same content does not render again. */
const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)

/**
 * One checkout, from the card form to the result. Card data never passes through this element: the shopper types it into
 * a frame of the BFF (or, on request, an inline form), which encrypts it.
 *
 * Form-associated: submitting the form around it pays first and then submits, with the payment's id as value.
 *
 * @fires {PaykkaReadyEvent} paykka-ready - the card form can be used
 * @fires {PaykkaChangeEvent} paykka-change - brand, last digits, emptiness or completeness of the typed card has changed
 * @fires {PaykkaAvailabilityEvent} paykka-availability - which ways to pay are offered, and why others are not
 * @fires {PaykkaSubmitEvent} paykka-submit - the shopper asked to pay; cancelable
 * @fires {PaykkaActionRequiredEvent} paykka-action-required - the shopper must go to another page; cancelable
 * @fires {PaykkaSuccessEvent} paykka-success - the payment succeeded or is authorized
 * @fires {PaykkaDeclineEvent} paykka-decline - the bank declined the payment
 * @fires {PaykkaUnknownEvent} paykka-unknown - it is not known yet whether money moved
 * @fires {PaykkaCancelEvent} paykka-cancel - canceled by the shopper or the shop
 * @fires {PaykkaAmountChangedEvent} paykka-amount-changed - the amount changed since the shopper saw it
 * @fires {PaykkaExpiredEvent} paykka-expired - the checkout has expired
 * @fires {PaykkaRestartEvent} paykka-restart - the shopper wants to start again; settle it with a new client secret; cancelable
 * @fires {PaykkaErrorEvent} paykka-error - another error
 * @fires {PaykkaShippingContactEvent} paykka-shipping-contact - where to deliver, in a wallet's sheet; cancelable, can be held
 * @fires {PaykkaShippingMethodEvent} paykka-shipping-method - how to deliver; cancelable, can be held
 * @fires {PaykkaBillingContactEvent} paykka-billing-contact - who pays; cancelable, can be held
 * @fires {PaykkaCouponEvent} paykka-coupon - coupon codes; cancelable, can be held
 *
 * @slot before - above everything
 * @slot summary - the order, above the form
 * @slot footer - below everything
 * @slot card-frame - the card frame, if the page's HTML contains it so that it loads before any script
 * @slot success - inside the panel of a payment that succeeded
 * @slot failure - inside the banner of a decline or a failed attempt, and the panel of an error
 *
 * @csspart base - the whole surface
 * @csspart notice - message below the pay button (also `notice-danger`, `notice-warning`, `notice-calm`)
 * @csspart notice-calm - a message that is no error, in addition to `notice`
 * @csspart notice-title - its headline
 * @csspart notice-text - its explanation
 * @csspart subscription - what the shopper subscribes to
 * @csspart subscription-name - its name
 * @csspart subscription-price - its price and how often it is paid
 * @csspart subscription-more - a longer interval, or another price today
 * @csspart methods - the ways to pay
 * @csspart method - the row or tab of one way to pay
 * @csspart method-radio - its radio button; with tabs it covers the tab, invisible
 * @csspart method-label - its name
 * @csspart method-mark - the symbol or picture of a method
 * @csspart method-panel - the content of a way to pay that is not the card form
 * @csspart more-button - shows the other rows of an accordion
 * @csspart express - buttons of wallets above the form
 * @csspart express-or - the line between these buttons and the form
 * @csspart card - the place of the card form
 * @csspart card-frame - the isolated frame
 * @csspart skeleton - what covers the form until it can be used
 * @csspart pay-button - the button that pays
 * @csspart hint - the line about encryption
 * @csspart billing - the billing details
 * @csspart billing-title - their headline
 * @csspart billing-same - the choice of the delivery address, with its checkbox
 * @csspart billing-delivery - the delivery address
 * @csspart billing-field - the place of one field, also `billing-` and its name
 * @csspart label - the label of a field
 * @csspart input - a text box or list
 * @csspart error - what is wrong with a field
 * @csspart panel - shown in place of the form (also panel-success, panel-warning, panel-wait, panel-calm)
 * @csspart panel-mark - the icon above its headline
 * @csspart panel-title - its headline
 * @csspart panel-text - its explanation
 * @csspart saved-cards - the list of saved cards
 * @csspart saved-card - one of them
 * @csspart saved-card-name - brand and last digits
 * @csspart saved-card-expiry - its expiry date
 * @csspart saved-card-code - the place of the frame for the security code
 * @csspart remove-button - asks before a saved card is removed
 * @csspart confirmation - that question
 * @csspart confirm-button - the answer that removes it
 * @csspart keep-button - the answer that does not
 * @csspart save-card - the text about saving the card
 * @csspart save-card-box - its checkbox, if the text is a question
 * @csspart hosted-methods - the ways to pay on PayKKa's page
 * @csspart hosted-method - one of them
 * @csspart hosted-note - says that the shopper goes there and returns
 * @csspart retry-button - try again
 * @csspart restart-button - starts again, with a new checkout
 * @csspart restart-text - says that this failed
 * @csspart action-link - continue to the bank or to PayKKa's page, or back to the shop
 * @csspart another-way-button - gives the payment up, to pay another way
 * @csspart another-way-text - says that this is not possible yet
 * @csspart challenge - the dialog around the bank's page
 * @csspart challenge-title - its headline
 * @csspart challenge-close - the button that closes it
 * @csspart challenge-frame - the bank's page in it
 * @csspart support-code - the code for support
 * @csspart copy-button - copies that code
 * @csspart receipt - date, method and order of a paid result
 * @csspart receipt-next - what happens next
 * @csspart card-used - the card or other method that paid
 *
 * @cssstate loading - nothing is known yet
 * @cssstate ready - the checkout can be paid
 * @cssstate valid - nothing must be typed any more
 * @cssstate invalid - the card is not complete, or the checkout can no longer be paid
 * @cssstate processing - an attempt is under way
 * @cssstate action-required - the shopper is asked to confirm with the bank
 * @cssstate unknown - it is not known yet whether money moved
 * @cssstate declined - ready, after a decline
 * @cssstate amount-changed - ready, after the amount changed
 * @cssstate failed - ready, after an attempt that failed
 * @cssstate succeeded - paid or authorized
 * @cssstate used-up - no further attempt is accepted
 * @cssstate canceled - canceled by the shopper (with ready) or by the shop
 * @cssstate expired - the checkout has expired
 * @cssstate stopped - an error is shown in place of the form
 *
 * @cssprop --paykka-color-brand - brand tier: buttons, and focus unless set separately
 * @cssprop --paykka-color-on-brand - brand tier: text on the brand color
 * @cssprop --paykka-font-family - brand tier: font, by name
 * @cssprop --paykka-font-size - brand tier: base size
 * @cssprop --paykka-radius - brand tier: roundness
 * @cssprop --paykka-color-surface - role tier: background of the element
 * @cssprop --paykka-color-text - role tier: text
 * @cssprop --paykka-color-muted - role tier: secondary text
 * @cssprop --paykka-color-border - role tier: lines
 * @cssprop --paykka-color-control - role tier: borders of fields
 * @cssprop --paykka-color-field - role tier: background of fields
 * @cssprop --paykka-color-focus - role tier: focus rings
 * @cssprop --paykka-color-danger - role tier: mistakes and declines
 * @cssprop --paykka-color-danger-soft - role tier: background of declines
 * @cssprop --paykka-color-warning - role tier: open outcomes
 * @cssprop --paykka-color-warning-soft - role tier: background of open outcomes
 * @cssprop --paykka-color-success - role tier: success
 * @cssprop --paykka-color-success-soft - role tier: background of success
 * @cssprop --paykka-surface-padding - component tier: space inside the element
 * @cssprop --paykka-surface-radius - component tier: roundness of the element
 * @cssprop --paykka-field-height - component tier: height of a field
 * @cssprop --paykka-field-radius - component tier: roundness of a field
 * @cssprop --paykka-field-padding - component tier: space at both ends of a field
 * @cssprop --paykka-label-color - component tier: labels
 * @cssprop --paykka-label-weight - component tier: weight of labels
 * @cssprop --paykka-button-background - component tier: background of the pay button
 * @cssprop --paykka-button-color - component tier: text of the pay button
 * @cssprop --paykka-button-height - component tier: height of buttons
 * @cssprop --paykka-button-radius - component tier: roundness of buttons
 * @cssprop --paykka-button-weight - component tier: weight of button text
 */
export class PaykkaCheckout extends FormElement {
  static override styles = [palette, placeStyles, controlStyles, checkoutStyles]

  // Declared without decorators, whose helpers would add half a kilobyte to every storefront.
  static override properties = {
    bffUrl: { attribute: 'bff-url' },
    clientSecret: { attribute: 'client-secret' },
    locale: {},
    messages: { attribute: false, hasChanged: differs },
    appearance: { attribute: false, hasChanged: differs },
    cardEntry: { attribute: 'card-entry' },
    challenge: {},
    wallets: { attribute: false, hasChanged: differs },
    theme: { reflect: true },
    layout: {},
    payButton: { attribute: 'pay-button' },
    billingDetails: { attribute: 'billing-details' },
    restartUrl: { attribute: 'restart-url' },
    name: { reflect: true },
    disabled: { type: Boolean, reflect: true },
    challengeToken: { attribute: false },
    fraud: { attribute: false },
  }

  /** @internal The browser around the element; tests pass their own. */
  static environment: Environment = browserEnvironment
  /** @internal Code that is loaded when it is needed; tests pass their own. */
  static code: LazyCode = lazyCode

  readonly #env = (this.constructor as typeof PaykkaCheckout).environment
  readonly #code = (this.constructor as typeof PaykkaCheckout).code
  readonly #mistakes = mistakeReporter(this.#code.loadExplain)
  readonly #checkout = new CheckoutController(this, this.#env, this.#mistakes, this.#code.loadDeferred, {
    offered: (checkout) => this.offered(checkout),
    moved: (before, after) => this.moved(before, after),
  })
  readonly #card = new CardEntryController(this, this.#env, this.#mistakes, (event) => this.#onCard(event))
  readonly #announcer = new Announcer(this)
  readonly #language = new Language(this)
  readonly #page = new PageWatch(this, () => {
    if (this.#checkout.state.kind !== 'loading') void this.#checkout.refresh()
  })
  readonly #context: CheckoutContext = {
    element: this,
    environment: this.#env,
    checkout: this.#checkout,
    language: this.#language,
    page: this.#page,
    mistakes: this.#mistakes,
  }
  readonly #appearance = new AppearanceLoader(this.#code.loadAppearance)
  readonly #deferred = new DeferredCode(this.#context, this.#code.loadDeferred)
  readonly #flow = new PayFlow(this.#context, this.#checkout, this.#deferred)
  readonly #loader = new CheckoutLoader(this.#context, {
    checkout: this.#checkout,
    card: this.#card,
    flow: this.#flow,
    deferred: this.#deferred,
  })
  readonly #methods = new MethodChoice(this.#context, this.#code.loadMethods, {
    flow: this.#flow,
    deferred: this.#deferred,
    card: this.#card,
    changed: () => {
      this.requestUpdate()
      if (this.#offer()) this.#formReady()
    },
  })

  /** Address of the BFF. */
  declare bffUrl: string

  /** The client secret of this checkout. It may be omitted after a return from the bank: the stored one is used. */
  declare clientSecret: string

  /** BCP 47 language of the texts. Default: the language of the page, otherwise of the checkout. */
  declare locale: string

  /** Your own texts by message id, as plain text; `{0}` is the place of a value. */
  declare messages: Texts

  /**
   * The look of the element and of its card frame: tokens, rules for parts and states, fonts, options. The tokens of your
   * style sheets win over it. Default: the script in `slot="appearance"`, over the server's `APPEARANCE_FILE`.
   */
  declare appearance: Appearance | undefined

  /** Where the card is typed: in an isolated frame, in this page, or in PayKKa's own fields, as the BFF offers. */
  declare cardEntry: 'frame' | 'inline' | 'encrypted-card'

  /** Where 3-D Secure is shown: in place of this page, or in a dialog over it. */
  declare challenge: 'redirect' | 'modal'

  /** The style of Apple Pay's and Google Pay's buttons, and what their sheets ask for. */
  declare wallets: WalletOptions

  /** Light, dark, or like the page around it: by its `color-scheme`, otherwise by the background behind the element. */
  declare theme: 'auto' | 'light' | 'dark'

  /**
   * `tabs` beside each other, without a name while there is only one; or `accordion`: a row for each saved card, for the
   * card form and for each other method, with its panel and the pay button under it. `list` is its earlier name.
   */
  declare layout: 'tabs' | 'accordion' | 'list'

  /** `none` hides the pay button: the page calls `submit()` or submits the form around the element. */
  declare payButton: 'default' | 'none'

  /**
   * Asks for billing details below the ways to pay. `postal`: country and postal code. `full`: e-mail, name, address and
   * phone. `auto`: name and address, where the checkout requires them and does not know them. Default: `auto`.
   */
  declare billingDetails: 'auto' | 'postal' | 'full' | 'none' | undefined

  /** Where the shopper goes to start again, unless the page settles `paykka-restart`. Default: the checkout's `returnUrl`. */
  declare restartUrl: string | undefined

  /** The name of the payment's id in the form data. */
  declare name: string | null

  /** True accepts no payment, as in any form control. */
  declare disabled: boolean

  /** The token of your CAPTCHA after the error `challenge_required`; it is sent with payments. */
  declare challengeToken?: string

  /** The data of PayKKa's fraud script; it is sent with payments. Set it before the shopper pays. */
  declare fraud?: FraudData

  /** Resolves when the card form can be used, or when a result or an error is shown instead. */
  readonly whenReady: Promise<void> = this.#announcer.ready

  constructor() {
    super()
    this.bffUrl = ''
    this.clientSecret = ''
    this.locale = ''
    this.messages = {}
    this.wallets = {}
    this.cardEntry = 'frame'
    this.challenge = 'redirect'
    this.theme = 'auto'
    this.layout = 'tabs'
    this.payButton = 'default'
    this.name = null
    this.disabled = false
  }

  /** Pays with the form's content, like the pay button. Does nothing unless the form is ready. */
  override async submit(): Promise<void> {
    const { chosen, methods } = this.#methods
    if (!chosen || (chosen === 'card' && !this.#card.ready) || !this.#flow.begin()) return
    // A way to pay may have to act inside the click, so there is no `await` before it.
    if (methods?.method) return await methods.pay()
    const sealed = await this.#form.seal()
    if (this.isConnected) await this.#flow.payCard(sealed, this.#methods.methods?.withCard)
  }

  /** Moves the focus into the card form, or into the chosen way to pay. */
  override focus(): void {
    this.#filled?.focus?.()
  }

  /** Clears the card form. */
  override reset(): void {
    this.#card.entry?.reset()
    this.#methods.methods?.reset()
  }

  /** Reads the checkout again, for example after the basket changed. The typed card stays. */
  async refresh(): Promise<void> {
    if (checkoutOf(this.#checkout.state)) await this.#checkout.refresh()
    else this.#loader.retry()
  }

  /** @internal */
  override revealProblems(): void {
    if (this.#checkout.state.kind === 'ready') this.#filled?.report?.()
  }

  /** @internal Called after `moveBefore()`: typed text stays, but the surroundings may have changed. */
  connectedMoveCallback(): void {
    this.requestUpdate()
  }

  override createRenderRoot(): HTMLElement | DocumentFragment {
    // The server-rendered skeleton has reserved the place until now.
    this.shadowRoot?.replaceChildren()
    return super.createRenderRoot()
  }

  override willUpdate(): void {
    const { state } = this.#checkout
    this.#language.apply(checkoutOf(state)?.locale)
    this.#appearance.follow(this.#context)
    placeCard(this.#card, this.#context)
    this.control.follow(state, this.#form.complete, endOf(state))
  }

  override render(): TemplateResult {
    const { state } = this.#checkout
    const { formDisabled, layout } = this
    return checkoutView({
      state,
      language: this.#language,
      dark: this.#page.dark,
      context: this.#context,
      deferred: this.#deferred.code,
      retry: this.#loader.retry,
      picker: this.#methods.view(state.kind !== 'ready' || formDisabled),
      form: this.#card.render(),
      trouble: this.#card.error,
      usable: this.#usable,
      formDisabled,
      layout: layoutOf(layout),
      pay: this.payButton === 'none' ? null : () => void this.submit(),
    })
  }

  override updated(): void {
    // While the checkout loads, the card can already be typed.
    const locked = this.formDisabled || !['loading', 'ready'].includes(this.#checkout.state.kind)
    this.#card.entry?.lock(locked)
    this.#methods.methods?.lock(locked)
    // The texts may have arrived last.
    this.#formReady()
  }

  /** @internal */
  offered(checkout: PublicCheckout): PublicCheckout {
    return checkout
  }

  /** @internal Reports a change of the state to the page and to the parts. */
  moved(before: CheckoutState, after: CheckoutState): void {
    const checkout = checkoutOf(after)
    if (checkout) this.#methods.follow(checkout)
    if (!this.#offer()) return
    this.#deferred.follow(before, after)
    if (after.kind === 'stopped') this.#announcer.fail(after.error)
    this.#flow.follow(before, after)
    if (isSpent(after, this.cardEntry)) this.#card.close()
    if (after.kind !== 'loading' && after.kind !== 'ready') this.#announcer.settle()
    this.#formReady()
  }

  /** Reports that the form can be used, once it can. */
  #formReady(): void {
    if (!this.#usable || this.#checkout.state.kind !== 'ready') return
    this.#announcer.usable(this.#checkout.state)
    this.#deferred.prefetch()
  }

  #onCard(event: CardEvent): void {
    if (event.type === 'ready') this.#formReady()
    else if (event.type === 'changed') this.dispatchEvent(new PaykkaChangeEvent(event.status))
    else if (event.type === 'submitted') void this.submit()
    else this.#announcer.fail(event.error)
  }

  /** Reports the offered ways to pay, once they are known; `false` when the checkout cannot be paid in any way. */
  #offer(): boolean {
    const { state } = this.#checkout
    const checkout = checkoutOf(state)
    if (!checkout || !this.#methods.settled) return true
    this.#announcer.offer(checkout, this.#methods.offersOf(checkout))
    // A result is still shown; only a form that could not be used is replaced by an error.
    if (state.kind !== 'ready' || this.#methods.canPay(checkout)) return true
    this.#checkout.stop(new CheckoutError('no_method_available'))
    return false
  }

  /** True when the shopper can pay, in their language: the card form is ready, or another way is chosen. */
  get #usable(): boolean {
    const { chosen, settled } = this.#methods
    return (
      settled &&
      this.#language.settled &&
      this.#appearance.settled !== false &&
      (this.#card.ready || this.#card.error !== null || chosen !== 'card')
    )
  }

  /** The part that the shopper fills in: the chosen way to pay, or the card form. */
  get #filled() {
    return this.#methods.methods?.filled ?? this.#card.entry
  }

  get #form() {
    return this.#methods.methods ?? this.#card
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-checkout': PaykkaCheckout
  }
}
