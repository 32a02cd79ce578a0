/** Asks before something is deleted, in place of its button. One question at a time; the focus follows it. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { isImeKey } from '../../card/form/ime-key.ts'
import { spinner } from '../../ui/icons.ts'

/** The texts of the question and its answers. */
export type ConfirmationWords = {
  ask: string
  note: string
  yes: string
  no: string
  failed: string
  /** The button that asks: its text, and its name for screen readers. */
  open: string
  openLabel: string
  /** Shown instead where there is little room. */
  sign?: TemplateResult
}

type Stage = 'asking' | 'busy' | 'failed'

/** Deletes. Resolves with the id that takes the focus next (`''` for none), or `null` when it failed. */
export type Act = (id: string) => Promise<string | null>

export class Confirmation {
  readonly #requestUpdate: () => void
  readonly #act: Act
  #open: { id: string; stage: Stage } | null = null

  constructor(requestUpdate: () => void, act: Act) {
    this.#requestUpdate = requestUpdate
    this.#act = act
  }

  /** The button that asks, or nothing while the question is shown. */
  button(
    id: string,
    { open, openLabel, sign }: ConfirmationWords,
    locked = false,
  ): TemplateResult | typeof nothing {
    if (this.#open?.id === id) return nothing
    return html`<button type="button" class="quiet" part="remove-button" data-focus="open ${id}" aria-label=${openLabel}
      ?disabled=${locked} @click=${(event: Event) => this.#ask(id, event)}>${sign}<span .textContent=${open}></span></button>`
  }

  /** The question with its two answers, or nothing. */
  question(id: string, words: ConfirmationWords): TemplateResult | typeof nothing {
    if (this.#open?.id !== id) return nothing
    const busy = this.#open.stage === 'busy'
    const failed = this.#open.stage === 'failed'
    return html`<div class="confirm" part="confirmation" role="group" aria-label=${words.ask} @keydown=${this.#onKey}>
      <p class="confirm-ask" .textContent=${words.ask}></p>
      <p class="confirm-note" .textContent=${words.note}></p>
      <p class="confirm-failed" role="alert" .textContent=${failed ? words.failed : ''}></p>
      <div class="confirm-answers">
        <button type="button" class="secondary" part="keep-button" data-focus="keep ${id}" aria-disabled=${busy}
          @click=${this.#keep} .textContent=${words.no}></button>
        <button type="button" class="secondary danger" part="confirm-button" aria-disabled=${busy}
          @click=${this.#confirm}>${busy ? spinner() : nothing}<span .textContent=${words.yes}></span></button>
      </div>
    </div>`
  }

  #ask(id: string, event: Event): void {
    this.#move({ id, stage: 'asking' })
    focusLater(event, `keep ${id}`)
  }

  #keep = (event: Event): void => {
    if (!this.#open || this.#open.stage === 'busy') return
    const { id } = this.#open
    this.#move(null)
    focusLater(event, `open ${id}`)
  }

  #confirm = async (event: Event): Promise<void> => {
    if (!this.#open || this.#open.stage === 'busy') return
    const { id } = this.#open
    const root = rootOf(event)
    this.#move({ id, stage: 'busy' })
    const next = await this.#act(id)
    this.#move(next === null ? { id, stage: 'failed' } : null)
    if (next) focusIn(root, `open ${next}`)
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isImeKey(event)) return
    event.stopPropagation()
    this.#keep(event)
  }

  #move(open: { id: string; stage: Stage } | null): void {
    this.#open = open
    this.#requestUpdate()
  }
}

const rootOf = ({ currentTarget }: Event): ShadowRoot =>
  (currentTarget as Element).getRootNode() as ShadowRoot

const focusLater = (event: Event, name: string): void => focusIn(rootOf(event), name)

/** Later: the element that takes the focus must be rendered first. A closed row of an accordion shows no button. */
function focusIn(root: ShadowRoot, name: string): void {
  const find = (selector: string) => root.querySelector<HTMLElement>(selector)
  setTimeout(() => (find(`[data-focus="${name}"]`) ?? find('[name="method"]:checked'))?.focus())
}
