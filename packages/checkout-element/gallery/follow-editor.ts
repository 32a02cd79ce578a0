/** A state in the theme editor: wears what is being edited there. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { PaykkaCheckout } from '../src/elements/paykka-checkout.ts'

/** The channel between the editor and its states. */
export const EDITOR = 'paykka-theme-editor'

/** Saved cards in an account take tokens only, from CSS. */
export function followEditor(element: PaykkaCheckout): void {
  const editor = new BroadcastChannel(EDITOR)
  editor.onmessage = ({ data }: MessageEvent<Appearance | 'hello'>) => {
    if (data === 'hello') return
    element.appearance = data
    if (element.localName === 'paykka-saved-cards') setTokens(element, data.tokens ?? {})
  }
  editor.postMessage('hello')
}

function setTokens({ style }: HTMLElement, tokens: NonNullable<Appearance['tokens']>): void {
  for (const name of [...style]) if (name.startsWith('--paykka-')) style.removeProperty(name)
  for (const [name, value] of Object.entries(tokens)) style.setProperty(`--paykka-${name}`, value)
}
