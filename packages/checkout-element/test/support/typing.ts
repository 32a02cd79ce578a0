/** Types into a card form with real keys. */
import { sendKeys } from '@web/test-runner-commands'
import type { LitElement } from 'lit'
import type { PaykkaCardForm } from '../../src/card/form/card-form.ts'

export type Field = 'number' | 'expiry' | 'cvc' | 'holder'

export function input(form: LitElement, field: Field): HTMLInputElement {
  const found = form.shadowRoot?.querySelector<HTMLInputElement>(`#${field}`)
  if (!found) throw new TypeError(`no field ${field}`)
  return found
}

/** Types keys one by one into the focused field. */
export const type = (text: string): Promise<void> => sendKeys({ type: text })
export const press = (key: string): Promise<void> => sendKeys({ press: key })

/** Fills texts into fields like autofill: all at once, with one `input` event each. */
export async function fill(form: PaykkaCardForm, texts: Partial<Record<Field, string>> = {}): Promise<void> {
  const card = { number: '4242424242424242', expiry: '12/34', cvc: '123', holder: 'Ada Lovelace', ...texts }
  for (const field of ['number', 'expiry', 'cvc', 'holder'] as const) {
    input(form, field).value = card[field]
    input(form, field).dispatchEvent(
      new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText' }),
    )
  }
  await form.updateComplete
}
