/** Card entry in the shop’s own page, an explicit choice. Loaded only when chosen, with all the card code. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CardEntry, CardEntryListener, CardLook, CardSetup, SealOutcome } from './card-entry.ts'
import type { CardChangeEvent, PaykkaCardForm } from './card-form.ts'

let warned = false

function warnOnce(): void {
  if (warned) return
  warned = true
  // biome-ignore lint/suspicious/noConsole: the one documented warning of this package; developers must see it.
  console.warn(
    '<paykka-checkout card-entry="inline"> puts the card fields into this page: any script on it can read them ' +
      '(PCI DSS SAQ D). Use the isolated frame (card-entry="frame") unless you have reason not to.',
  )
}

export class InlineCardEntry implements CardEntry {
  readonly #listener: CardEntryListener
  #form: PaykkaCardForm | null = null
  #setup: CardSetup | null = null
  #locked = false
  #gone = false

  constructor(listener: CardEntryListener) {
    this.#listener = listener
    warnOnce()
    void this.#load()
  }

  render(): TemplateResult {
    return html`${this.#gone ? nothing : (this.#form ?? nothing)}`
  }

  configure(setup: CardSetup, look: CardLook): void {
    this.#setup = setup
    if (!this.#form) return
    this.#form.brands = setup.brands
    this.#form.clockOffset = setup.clockOffset
    this.#form.lang = look.locale
    this.#form.requestUpdate()
  }

  async seal(): Promise<SealOutcome> {
    if (!this.#form || !this.#setup) return { kind: 'failed', code: 'card_form_lost' }
    const { key, checkout, clockOffset } = this.#setup
    return await this.#form.seal({ key, checkout, now: () => Date.now() + clockOffset })
  }

  focus(): void {
    this.#form?.focusField()
  }

  reset(): void {
    this.#form?.reset()
  }

  lock(locked: boolean): void {
    this.#locked = locked
    if (this.#form) this.#form.locked = locked
  }

  dispose(): void {
    this.#gone = true
    this.#form?.reset()
  }

  async #load(): Promise<void> {
    try {
      const { PaykkaCardForm, canSeal } = await import('./inline-form.ts')
      if (this.#gone) return
      if (!canSeal()) return this.#listener.cardFailed('insecure_context')
      if (!customElements.get('paykka-card-form')) customElements.define('paykka-card-form', PaykkaCardForm)
      this.#show(new PaykkaCardForm())
    } catch {
      if (!this.#gone) this.#listener.cardFailed('card_form_unreachable')
    }
  }

  #show(form: PaykkaCardForm): void {
    this.#form = form
    form.locked = this.#locked
    if (this.#setup) Object.assign(form, { brands: this.#setup.brands, clockOffset: this.#setup.clockOffset })
    form.addEventListener('card-change', (event) =>
      this.#listener.cardChanged((event as CardChangeEvent).status),
    )
    form.addEventListener('card-submit', () => this.#listener.cardSubmitted())
    this.#listener.cardReady()
  }
}
