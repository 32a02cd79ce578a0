/** Card entry in the shop's own page: an explicit choice. Loaded with all card code, and only when chosen. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { PaykkaCardForm } from '../form/card-form.ts'
import type { CardChangeEvent } from '../form/card-form-events.ts'
import { PaykkaCodeForm } from '../form/code-form.ts'
import type { CardEntry, CardEntryListener, CardLook, CardSetup, SealOutcome } from './card-entry.ts'

let warned = false

function warnOnce(): void {
  if (warned) return
  warned = true
  // biome-ignore lint/suspicious/noConsole: a documented warning that developers must see.
  console.warn(
    '<paykka-checkout card-entry="inline"> puts the card fields into this page: any script on it can read them ' +
      '(PCI DSS SAQ D). Use the isolated frame (card-entry="frame") unless you have reason not to.',
  )
}

function define(name: string, form: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, form)
}

export const openEntry = (listener: CardEntryListener): CardEntry => {
  // Later, so that the caller has the entry first.
  setTimeout(() => listener({ type: 'ready' }))
  return new InlineCardEntry(listener)
}

export class InlineCardEntry implements CardEntry {
  readonly #form: PaykkaCardForm | PaykkaCodeForm
  readonly #life = new AbortController()
  #setup: CardSetup | null = null
  #dressed = false

  /** @param purpose the whole card, or only the security code of a saved card */
  constructor(listener: CardEntryListener, purpose: 'card' | 'code' = 'card') {
    warnOnce()
    define('paykka-card-form', PaykkaCardForm)
    define('paykka-code-form', PaykkaCodeForm)
    this.#form = purpose === 'card' ? new PaykkaCardForm() : new PaykkaCodeForm()
    const { signal } = this.#life
    const onChange = (event: Event) =>
      listener({ type: 'changed', status: (event as CardChangeEvent).status })
    this.#form.addEventListener('card-change', onChange, { signal })
    this.#form.addEventListener('card-submit', () => listener({ type: 'submitted' }), { signal })
  }

  render(): TemplateResult {
    return html`${this.#form}`
  }

  configure(setup: CardSetup, look: CardLook): void {
    this.#setup = setup
    const form = this.#form
    if (form instanceof PaykkaCardForm)
      Object.assign(form, { brands: setup.brands, clockOffset: setup.clockOffset })
    else form.length = setup.code ?? 3
    form.texts = look.texts
    form.requestUpdate()
    void this.#dress(look)
  }

  /** The page has loaded the fonts already. */
  async #dress({ appearance }: CardLook): Promise<void> {
    if (!appearance && !this.#dressed) return
    this.#dressed = true
    const { dressForm } = await import('../../ui/appearance/dress-form.ts')
    await this.#form.updateComplete
    if (this.#form.isConnected) dressForm(this.#form, appearance, [])
  }

  async seal(): Promise<SealOutcome> {
    if (!this.#setup) return { kind: 'failed', code: 'card_form_lost' }
    const { key, checkout, clockOffset } = this.#setup
    return await this.#form.seal({ key, checkout, now: () => Date.now() + clockOffset })
  }

  report(): void {
    this.#form.report()
  }

  focus(): void {
    this.#form.focusField()
  }

  reset(): void {
    this.#form.reset()
  }

  lock(locked: boolean): void {
    this.#form.locked = locked
  }

  dispose(): void {
    this.#life.abort()
    this.#form.reset()
  }
}
