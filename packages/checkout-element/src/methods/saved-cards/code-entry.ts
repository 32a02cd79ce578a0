/** The field for a saved card's security code: a separate frame, opened when the first card that needs it is chosen. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CardEntry, CardEntryEvent, SealOutcome } from '../../card/entry/card-entry.ts'
import { FrameCardEntry } from '../../card/entry/frame-entry.ts'
import type { StoredCard } from '../../checkout/wire.ts'
import { CheckoutError } from '../../errors.ts'
import { failure, tryAgain } from '../../ui/checkout-messages.ts'
import type { MethodContext } from '../pay-method.ts'
import { codeLengthOf, nameOf } from './saved-card.ts'
import { codeOf } from './saved-card-messages.ts'

export class CodeEntry {
  complete = false

  readonly #context: MethodContext
  readonly #submit: () => void
  #entry: CardEntry | null = null
  #ready = false
  #error: CheckoutError | null = null
  #card = ''
  #configured = ''

  /** @param submit called on Enter in the field */
  constructor(context: MethodContext, submit: () => void) {
    this.#context = context
    this.#submit = submit
  }

  /** Opens the field, or resets it for another card: a code typed for one card is never sent with another. */
  ask(card: StoredCard): void {
    const other = this.#card !== card.id
    // In an accordion the field is in another row now, and a frame that is moved loads again.
    if (other && this.#context.inRows) this.close()
    this.#entry ??= this.#open()
    if (other) {
      this.#entry.reset()
      this.complete = false
    }
    this.#card = card.id
    this.#configure(card)
  }

  render(): TemplateResult {
    if (this.#error) return this.#errorView(this.#error)
    return html`<div class="saved-code" part="saved-card-code" ?data-ready=${this.#ready}>
      ${this.#entry?.render() ?? nothing}
    </div>`
  }

  /** The sealed code, or `null` when it is missing or wrong; the field shows the error. */
  async seal(): Promise<string | null> {
    const outcome: SealOutcome = (await this.#entry?.seal()) ?? { kind: 'failed', code: 'card_form_lost' }
    if (outcome.kind === 'failed') throw new CheckoutError(outcome.code)
    return outcome.kind === 'sealed' ? outcome.jwe : null
  }

  report(): void {
    this.#entry?.report()
  }

  focus(): void {
    this.#entry?.focus()
  }

  reset(): void {
    this.#entry?.reset()
  }

  lock(locked: boolean): void {
    this.#entry?.lock(locked)
  }

  close(): void {
    this.#entry?.dispose()
    this.#entry = null
    this.#ready = false
    this.#error = null
    this.#configured = ''
  }

  #onEntryEvent = (event: CardEntryEvent): void => {
    switch (event.type) {
      case 'ready':
        this.#ready = true
        break
      case 'changed':
        this.complete = event.status.complete
        break
      case 'lost':
        this.complete = false
        break
      case 'submitted':
        this.#submit()
        break
      case 'failed':
        this.#error = new CheckoutError(event.code)
    }
    this.#context.requestUpdate()
  }

  #open(): CardEntry {
    const { access, locale, environment } = this.#context
    return new FrameCardEntry(access.bffUrl, `locale=${locale}&form=code`, this.#onEntryEvent, environment)
  }

  #configure(card: StoredCard): void {
    const { checkout, environment } = this.#context
    const { id, cardBrands: brands, cardKey: key, serverTime } = checkout
    const title = codeOf(nameOf(card))
    const code = codeLengthOf(card)
    const { look } = this.#context
    const wanted = JSON.stringify([id, title, code, look])
    if (wanted === this.#configured) return
    this.#configured = wanted
    const clockOffset = Date.parse(serverTime) - environment.now()
    this.#entry?.configure({ checkout: id, brands, key, clockOffset, title, code }, look)
  }

  #errorView(error: CheckoutError): TemplateResult {
    const { title, text } = failure(error.code, error.retryable, false)
    return html`<div class="saved-code" role="alert">
      <p class="saved-problem" .textContent=${`${title}. ${text}`}></p>
      <button type="button" class="secondary" part="retry-button" @click=${this.#retry}>${tryAgain()}</button>
    </div>`
  }

  #retry = (): void => {
    this.close()
    this.#card = ''
    this.#context.requestUpdate()
  }
}
