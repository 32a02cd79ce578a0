/** Payment with a saved card: the shopper chooses one, types its security code where required, or removes it. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { call } from '../../checkout/bff-client.ts'
import type { StoredCard } from '../../checkout/wire.ts'
import { ExtraTexts } from '../../locales/extra-texts.ts'
import { card as cardSign } from '../../ui/icons.ts'
import { recurring } from '../consent/consent-messages.ts'
import type {
  Availability,
  CreateMethod,
  MethodContext,
  MethodOption,
  PayMethod,
  PayWith,
} from '../pay-method.ts'
import { CodeEntry } from './code-entry.ts'
import { Confirmation } from './confirmation.ts'
import { confirmationOf } from './removal-words.ts'
import { isExpired, nameOf } from './saved-card.ts'
import * as messages from './saved-card-messages.ts'
import { cardView } from './saved-card-view.ts'
import { savedCardStyles } from './saved-cards.styles.ts'

const NONE: Availability = { available: false, reason: 'no-card' }

class SavedCardMethod implements PayMethod {
  readonly place = 'choice'
  readonly styles = savedCardStyles

  readonly #context: MethodContext
  readonly #texts: ExtraTexts
  readonly #code: CodeEntry
  readonly #removal: Confirmation
  readonly #gone = new Set<string>()
  readonly #life = new AbortController()
  #chosen = ''
  #announcement: (() => string) | null = null
  #missing = false
  #locked = false

  constructor(context: MethodContext) {
    this.#context = context
    this.#texts = new ExtraTexts(() => context.requestUpdate())
    this.#code = new CodeEntry(context, () => context.submit())
    this.#removal = new Confirmation(
      () => context.requestUpdate(),
      (id) => this.#remove(id),
    )
  }

  label(): string {
    return messages.savedCards()
  }

  logo(): TemplateResult {
    return cardSign()
  }

  async availability(): Promise<Availability> {
    await this.#texts.follow(this.#context.locale)
    return this.#cards.length > 0 ? { available: true } : NONE
  }

  get complete(): boolean {
    return this.#card !== null && (!this.#asksCode || this.#code.complete)
  }

  render(): TemplateResult {
    void this.#texts.follow(this.#context.locale)
    const card = this.#card
    if (card && this.#asksCode) this.#code.ask(card)
    return html`${this.#context.inRows ? nothing : this.#list()}
      ${this.#missing && !card ? html`<p class="saved-problem" role="alert">${messages.choose()}</p>` : nothing}
      ${card && this.#asksCode ? this.#code.render() : nothing}${this.#consentView()}`
  }

  options(): MethodOption[] {
    const chosen = this.#card
    return this.#cards.map((card) => {
      const words = confirmationOf(nameOf(card))
      return {
        id: card.id,
        head: cardView(card, this.#now),
        aside: this.#removal.button(card.id, words, this.#locked),
        below: this.#removal.question(card.id, words),
        disabled: isExpired(card, this.#now),
        chosen: card.id === chosen?.id,
      }
    })
  }

  choose(id: string): void {
    this.#chosen = id
    this.#context.requestUpdate()
  }

  announcement(): string {
    return this.#announcement?.() ?? ''
  }

  async collect(): Promise<PayWith | null> {
    const card = this.#card
    if (!card) {
      this.report()
      return null
    }
    const method = { type: 'saved_card', cardId: card.id } as const
    const consent = this.#consent()
    if (!this.#asksCode) return { method, ...consent }
    const cvc = await this.#code.seal()
    return cvc === null ? null : { method: { ...method, cvc }, ...consent }
  }

  report(): void {
    this.#missing = true
    this.#context.requestUpdate()
    if (this.#card) this.#code.report()
  }

  focus(): void {
    if (this.#card && this.#asksCode) this.#code.focus()
  }

  reset(): void {
    this.#code.reset()
  }

  lock(locked: boolean): void {
    this.#locked = locked
    this.#code.lock(locked)
  }

  disconnect(): void {
    this.#life.abort()
    this.#code.close()
  }

  get #cards(): StoredCard[] {
    return this.#context.checkout.cards.filter(({ id }) => !this.#gone.has(id))
  }

  get #now(): number {
    return Date.parse(this.#context.checkout.serverTime)
  }

  get #asksCode(): boolean {
    return this.#context.checkout.savedCardCode
  }

  /** The chosen card; before the shopper chooses, the first that has not expired. */
  get #card(): StoredCard | null {
    const usable = this.#cards.filter((card) => !isExpired(card, this.#now))
    return usable.find(({ id }) => id === this.#chosen) ?? usable[0] ?? null
  }

  /** A subscription charges this card again: the shopper agrees to that, as with a typed card. */
  #consent(): Pick<PayWith, 'saveCard' | 'consent'> {
    if (!this.#context.checkout.recurring) return {}
    return { saveCard: true, consent: { text: recurring(), locale: this.#texts.shownLocale } }
  }

  #consentView(): TemplateResult | typeof nothing {
    const { consent } = this.#consent()
    return consent ? html`<p class="save-card" part="save-card" .textContent=${consent.text}></p>` : nothing
  }

  #list(): TemplateResult {
    return html`<fieldset class="saved-list" part="saved-cards">
      <legend class="visually-hidden">${messages.savedCards()}</legend>
      ${this.#cards.map((each) => this.#row(each))}
    </fieldset>`
  }

  #row(card: StoredCard): TemplateResult {
    const expired = isExpired(card, this.#now)
    const words = confirmationOf(nameOf(card))
    const id = `saved-${card.id}`
    return html`<div class="saved-row" part="saved-card" ?data-expired=${expired}>
      <input type="radio" name="saved-card" id=${id} value=${card.id} ?disabled=${expired || this.#locked}
        .checked=${card.id === this.#card?.id} @change=${() => this.choose(card.id)} />
      <label for=${id}>${cardView(card, this.#now)}</label>
      ${this.#removal.button(card.id, words, this.#locked)}
      ${this.#removal.question(card.id, words)}
    </div>`
  }

  async #remove(id: string): Promise<string | null> {
    const { access, environment } = this.#context
    const card = this.#cards.find((each) => each.id === id)
    const path = `/cards/${encodeURIComponent(id)}`
    const answer = await call(environment, access, path, { method: 'DELETE' }, this.#life.signal, () => true)
    if (answer.kind !== 'ok' || !card) return null
    this.#gone.add(id)
    this.#announcement = () => messages.removed(nameOf(card))
    if (this.#cards.length === 0) this.#context.availabilityChanged(NONE)
    return this.#cards[0]?.id ?? ''
  }
}

export const createMethod: CreateMethod = (context) => new SavedCardMethod(context)
