/** The code for support, in one format, with a button that copies it. */
import type { LitElement, TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { supportCode as supportText } from '../checkout-messages.ts'
import { copied, copy } from './result-messages.ts'

/** The code that was copied last. */
let last = ''

export function supportView(code: string | null | undefined): TemplateResult | typeof nothing {
  const shown = shortCode(code ?? '')
  if (!shown) return nothing
  return html`<p class="support" part="support-code">
    <span translate="no" .textContent=${supportText(shown)}></span>
    <button type="button" class="quiet" part="copy-button" @click=${(event: Event) => copyCode(shown, event)}
      .textContent=${last === shown ? copied() : copy()}></button>
  </p>`
}

/** A payment has its own code; for a request it is the beginning of its id in the log. */
const shortCode = (code: string): string => code.replace(/^req_(.{4})(.{4}).*$/, '$1-$2')

/** When the page may not write to the clipboard, the code is selected for the shopper. */
async function copyCode(code: string, { currentTarget }: Event): Promise<void> {
  const button = currentTarget as HTMLElement
  try {
    await navigator.clipboard.writeText(code)
    last = code
  } catch {
    if (button.previousElementSibling) getSelection()?.selectAllChildren(button.previousElementSibling)
  }
  const { host } = button.getRootNode() as ShadowRoot
  ;(host as LitElement).requestUpdate()
}
