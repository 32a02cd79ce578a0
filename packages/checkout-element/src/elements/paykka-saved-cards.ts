/** `<paykka-saved-cards>`: a shopper's saved cards and recurring payments, for account pages. */
import type { TemplateResult } from 'lit'
import { html, LitElement, nothing } from 'lit'
import { parseBffUrl } from '../checkout/addresses.ts'
import type { Access, Answer } from '../checkout/bff-client.ts'
import { call, timed } from '../checkout/bff-client.ts'
import { checkLook } from '../checkout/setup-mistakes/check-page.ts'
import { mistakeReporter } from '../checkout/setup-mistakes/mistake-reporter.ts'
import type { Environment } from '../environment.ts'
import { browserEnvironment } from '../environment.ts'
import type { CheckoutErrorCode } from '../errors.ts'
import { CheckoutError } from '../errors.ts'
import { PaykkaErrorEvent } from '../events.ts'
import { ExtraTexts } from '../locales/extra-texts.ts'
import { Language } from '../locales/language.ts'
import type { Texts } from '../locales/texts.ts'
import { Confirmation } from '../methods/saved-cards/confirmation.ts'
import { nameOf } from '../methods/saved-cards/saved-card.ts'
import { removed } from '../methods/saved-cards/saved-card-messages.ts'
import { savedCardStyles } from '../methods/saved-cards/saved-cards.styles.ts'
import { failure, supportCode, tryAgain } from '../ui/checkout-messages.ts'
import { spinner } from '../ui/icons.ts'
import { PageWatch } from '../ui/page-watch.ts'
import { contrastStyles } from '../ui/theme/contrast.styles.ts'
import { controlStyles } from '../ui/theme/controls.styles.ts'
import { palette } from '../ui/theme/palette.styles.ts'
import { placeStyles } from '../ui/theme/place.styles.ts'
import { schemeStyle } from '../ui/theme/scheme.ts'
import { secondaryStyles } from '../ui/theme/secondary.styles.ts'
import { spinnerStyles } from '../ui/theme/spinner.styles.ts'
import { accountStyles } from './account/account.styles.ts'
import { PaykkaAgreementEndedEvent, PaykkaCardRemovedEvent } from './account/account-events.ts'
import * as messages from './account/account-messages.ts'
import { accountView } from './account/account-view.ts'
import type { Account } from './account/account-wire.ts'
import { readAccount } from './account/account-wire.ts'
import type { LazyCode } from './lazy-code.ts'

const TIMEOUT_MS = 15_000
/** After this time, a missing client secret counts as a mistake. */
const SECRET_TIMEOUT_MS = 5000

type State =
  | { kind: 'waiting' }
  | { kind: 'loading' }
  | { kind: 'ready'; account: Account }
  | { kind: 'failed'; error: CheckoutError }

/**
 * Lists a shopper's saved cards and recurring payments. The shopper can remove a card or end payments, after a question.
 *
 * @fires {PaykkaCardRemovedEvent} paykka-card-removed - the shopper removed a card
 * @fires {PaykkaAgreementEndedEvent} paykka-agreement-ended - the shopper ended recurring payments
 * @fires {PaykkaErrorEvent} paykka-error - the list could not be loaded, or a change could not be made
 *
 * @csspart base - the whole surface
 * @csspart heading - the heading of a list
 * @csspart empty - shown when no card is saved
 * @csspart saved-cards - the list of cards
 * @csspart saved-card - one card
 * @csspart saved-card-name - brand and last digits
 * @csspart saved-card-expiry - its expiry date
 * @csspart agreements - the list of recurring payments
 * @csspart agreement - one of them
 * @csspart agreement-name - its name
 * @csspart remove-button - asks before a card is removed or payments end
 * @csspart confirmation - that question
 * @csspart confirm-button - the answer that confirms
 * @csspart keep-button - the answer that does not
 * @csspart retry-button - try again
 */
export class PaykkaSavedCards extends LitElement {
  static override styles = [
    palette,
    contrastStyles,
    placeStyles,
    controlStyles,
    secondaryStyles,
    spinnerStyles,
    savedCardStyles,
    accountStyles,
  ]

  static override properties = {
    bffUrl: { attribute: 'bff-url' },
    clientSecret: { attribute: 'client-secret' },
    locale: {},
    messages: { attribute: false },
    theme: { reflect: true },
    state: { state: true },
  }

  /** @internal The browser around the element; tests pass their own. */
  static environment: Pick<Environment, 'fetch' | 'wait'> = browserEnvironment
  /** @internal Code that is loaded when it is needed; tests pass their own. */
  static code: Pick<LazyCode, 'loadExplain'> = {
    loadExplain: () => import('../checkout/setup-mistakes/explain.ts'),
  }

  /** Address of the BFF. */
  declare bffUrl: string
  /** A short-lived secret for one shopper's cards; the shop's server requests it from the BFF. */
  declare clientSecret: string
  /** BCP 47 language of the texts. Default: the language of the page. */
  declare locale: string
  /** Your own texts by message id, as plain text; `{0}` is the place of a value. */
  declare messages: Texts
  /** Light, dark, or like the page around it: by its `color-scheme`, otherwise by the background behind the element. */
  declare theme: 'auto' | 'light' | 'dark'

  declare private state: State

  readonly #env = (this.constructor as typeof PaykkaSavedCards).environment
  readonly #code = (this.constructor as typeof PaykkaSavedCards).code
  readonly #mistakes = mistakeReporter(this.#code.loadExplain)
  readonly #language = new Language(this)
  readonly #page = new PageWatch(this, () => undefined)
  readonly #texts = new ExtraTexts(() => this.requestUpdate())
  readonly #removal = new Confirmation(
    () => this.requestUpdate(),
    (id) => this.#remove(id),
  )
  readonly #ending = new Confirmation(
    () => this.requestUpdate(),
    (id) => this.#end(id),
  )
  #opened = ''
  /** True once the lists were loaded, so that the secret was valid. */
  #hasLoaded = false
  #run = new AbortController()
  #announcement: (() => string) | null = null

  constructor() {
    super()
    this.bffUrl = ''
    this.clientSecret = ''
    this.locale = ''
    this.messages = {}
    this.theme = 'auto'
    this.state = { kind: 'waiting' }
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#opened = ''
    this.#run = new AbortController()
    void this.#waitForSecret()
    this.requestUpdate()
  }

  /** @internal Called after `moveBefore()`: nothing is loaded again, but the surroundings may have changed. */
  connectedMoveCallback(): void {
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#run.abort()
  }

  /** Reads the lists again. */
  async refresh(): Promise<void> {
    const access = this.#access()
    if (access) await this.#load(access)
  }

  override willUpdate(): void {
    this.#language.apply(undefined)
    void this.#texts.follow(this.#language.locale)
    const wanted = `${this.bffUrl} ${this.clientSecret}`
    if (!this.isConnected || wanted === this.#opened || !this.clientSecret) return
    this.#opened = wanted
    queueMicrotask(() => void this.refresh())
  }

  override render(): TemplateResult {
    const { locale, direction } = this.#language
    return html`<div class="place" .style=${schemeStyle(this.#page.dark)}><div class="base" part="base" lang=${locale} dir=${direction} data-status=${this.state.kind}
      aria-busy=${this.state.kind === 'loading'}>
      ${this.#content(locale)}
      <p class="visually-hidden" role="status" .textContent=${this.#announcement?.() ?? ''}></p>
    </div></div>`
  }

  #content(locale: string): TemplateResult {
    const { state } = this
    switch (state.kind) {
      case 'ready':
        return accountView({ account: state.account, locale, removal: this.#removal, ending: this.#ending })
      case 'failed':
        return this.#trouble(state.error)
      default:
        return html`<p class="wait">${spinner()}<span>${messages.loadingCards()}</span></p>`
    }
  }

  #trouble({ code, retryable, supportCode: support }: CheckoutError): TemplateResult {
    const words = failure(code, retryable, false)
    const tooOld = code === 'unauthorized'
    return html`<div class="trouble" role="alert">
      <h2 part="heading" .textContent=${words.title}></h2>
      <p .textContent=${tooOld ? messages.pageTooOld() : words.text}></p>
      ${support ? html`<p .textContent=${supportCode(support)}></p>` : nothing}
      ${
        retryable
          ? html`<button type="button" class="secondary" part="retry-button" @click=${() => this.refresh()}>${tryAgain()}</button>`
          : nothing
      }
    </div>`
  }

  #access(): Access | null {
    const bffUrl = parseBffUrl(this.bffUrl)
    // Templates and copied values leave white space around it.
    if (bffUrl) return { bffUrl, clientSecret: this.clientSecret.trim() }
    void this.#fail(this.bffUrl ? 'bff_url_invalid' : 'bff_url_missing')
    return null
  }

  /** A missing secret may still arrive. */
  async #waitForSecret(): Promise<void> {
    const { signal } = this.#run
    await this.#env.wait(SECRET_TIMEOUT_MS, signal)
    if (!signal.aborted && !this.clientSecret) await this.#fail('shopper_secret_missing')
  }

  /** The newest call wins: an answer to an older one is ignored. */
  async #load(access: Access): Promise<void> {
    this.#run.abort()
    this.#run = new AbortController()
    const { signal } = this.#run
    if (this.state.kind !== 'ready') this.state = { kind: 'loading' }
    const answer = await this.#call(access, 'GET', '', readAccount, signal)
    if (signal.aborted) return
    if (answer.kind === 'ok') this.#show(answer.value)
    else await this.#refused(answer)
  }

  #show(account: Account): void {
    this.state = { kind: 'ready', account }
    if (!this.#hasLoaded) checkLook(this, this.#mistakes.report)
    this.#hasLoaded = true
  }

  #call<T>(
    access: Access,
    method: string,
    path: string,
    read: (body: unknown) => T | null,
    signal: AbortSignal,
  ) {
    return call(this.#env, access, path, { method }, timed(signal, TIMEOUT_MS), read, 'shopper')
  }

  async #refused(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Promise<void> {
    const problem = answer.kind === 'problem' ? answer.problem : null
    await this.#fail(problem?.code ?? 'bff_unreachable', problem?.requestId)
  }

  /** Reports the setup mistake behind the error, if there is one, and shows the error. */
  async #fail(code: CheckoutErrorCode, support?: string): Promise<void> {
    const { bffUrl, clientSecret } = this
    const { signal } = this.#run
    const found = await this.#code
      .loadExplain()
      .then(({ explain }) => explain(code, { bffUrl, clientSecret }, 'shopper'))
      .catch(() => code)
    if (signal.aborted) return
    // Later it has only expired.
    if (found === 'unauthorized' && !this.#hasLoaded)
      this.#mistakes.report('shopper_secret_unknown', { bff: bffUrl })
    const error = new CheckoutError(found, support)
    this.state = { kind: 'failed', error }
    this.dispatchEvent(new PaykkaErrorEvent(error))
  }

  async #remove(id: string): Promise<string | null> {
    const card = this.#account?.cards.find((each) => each.id === id)
    if (!card || !(await this.#delete('cards', id))) return null
    const cards = this.#change((account) => ({
      ...account,
      cards: account.cards.filter((each) => each.id !== id),
    }))
    this.#announcement = () => removed(nameOf(card))
    this.dispatchEvent(new PaykkaCardRemovedEvent(id))
    return cards?.cards[0]?.id ?? ''
  }

  async #end(id: string): Promise<string | null> {
    if (!(await this.#delete('agreements', id))) return null
    const left = this.#change((account) => ({
      ...account,
      agreements: account.agreements.filter((each) => each.id !== id),
    }))
    this.#announcement = messages.ended
    this.dispatchEvent(new PaykkaAgreementEndedEvent(id))
    return left?.agreements[0]?.id ?? ''
  }

  get #account(): Account | null {
    return this.state.kind === 'ready' ? this.state.account : null
  }

  #change(next: (account: Account) => Account): Account | null {
    const account = this.#account && next(this.#account)
    if (account) this.state = { kind: 'ready', account }
    return account
  }

  async #delete(list: 'cards' | 'agreements', id: string): Promise<boolean> {
    const access = this.#access()
    if (!access) return false
    const path = `/${list}/${encodeURIComponent(id)}`
    const answer = await this.#call(access, 'DELETE', path, () => true, this.#run.signal)
    if (answer.kind === 'problem')
      this.dispatchEvent(
        new PaykkaErrorEvent(new CheckoutError(answer.problem.code, answer.problem.requestId)),
      )
    return answer.kind === 'ok'
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-saved-cards': PaykkaSavedCards
  }
}
