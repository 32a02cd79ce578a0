/** The server-rendered card form: takes over its fields, with the text that was typed into them. */
import { hydrate } from '@lit-labs/ssr-client'
import type { PropertyValues } from 'lit'
import { adoptStyles } from 'lit'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import { PaykkaCardForm } from '../form/card-form.ts'
import { boxOf } from '../form/text-boxes.ts'

export class DrawnCardForm extends PaykkaCardForm {
  #drawn = false

  override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#drawn = this.shadowRoot !== null
    // The server-rendered form has its own styles.
    return this.shadowRoot ?? super.createRenderRoot()
  }

  override update(changed: PropertyValues): void {
    if (this.#drawn && !this.#hydrated()) this.#drawAnew(() => super.update(changed))
    else super.update(changed)
    this.#drawn = false
  }

  override firstUpdated(): void {
    this.takeOver()
  }

  #hydrated(): boolean {
    try {
      hydrate(this.render(), this.renderRoot, this.renderOptions)
      return true
    } catch {
      return false
    }
  }

  /** The page is of another version than this script: the fields are replaced; typed text and focus are kept. */
  #drawAnew(draw: () => void): void {
    const root = this.renderRoot as ShadowRoot
    const kept = CARD_FIELDS.map((field) => [field, boxOf(root, field)?.value ?? ''] as const)
    const focused = root.activeElement?.id
    root.replaceChildren()
    adoptStyles(root, PaykkaCardForm.styles)
    draw()
    for (const [field, text] of kept) {
      const input = boxOf(root, field)
      if (input) input.value = text
    }
    if (focused) root.getElementById(focused)?.focus()
  }
}
