/** The card frame in the page's own HTML, which loads and can be typed into before any script has run. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { afterPainting } from './painting.ts'
import { SANDBOX } from './sandbox.ts'

const written = (place: ParentNode, parent = ':scope') =>
  place.querySelector<HTMLIFrameElement>(`${parent} > iframe[slot="card-frame"]`)

/** The place of such a frame. */
export const frameSlot = (): TemplateResult => html`<slot name="card-frame"></slot>`

/** The frame in the tag, if it is this BFF's, for a whole card, and has exactly the permissions of our own frame. */
export function frameAhead(element: Element, bffUrl: string): HTMLIFrameElement | null {
  const frame = written(element)
  if (!frame || frame.hasAttribute('srcdoc') || frame.sandbox.value !== SANDBOX) return null
  return frame.src.startsWith(`${bffUrl}/card-frame?`) && !frame.src.includes('form=') ? frame : null
}

/** Removes a frame that is not used. */
export const dropFrameAhead = (element: Element): void => written(element)?.remove()

/** After this time the element starts without the frame, so that other ways to pay work. Milliseconds. */
const TIMEOUT_MS = 4000

/**
 * Calls `act` at once. If the page is loading and contains such a frame, calls it after the frame has started and painted,
 * because starting the element would delay the frame.
 */
export function afterFrameAhead(act: () => void, meanwhile: (tag: Element) => void): void {
  // Servers import this too, without a page.
  const loading = globalThis.document && document.readyState !== 'complete'
  const frame = loading ? written(document, 'paykka-checkout') : null
  if (!frame) {
    act()
    return
  }
  meanwhile(frame.parentElement as Element)
  const life = new AbortController()
  const go = ({ source = null }: Partial<MessageEvent>) => {
    if (life.signal.aborted || (source !== null && source !== frame.contentWindow)) return
    life.abort()
    afterPainting(act)
  }
  for (const type of ['message', 'load']) window.addEventListener(type, go, life)
  setTimeout(go, TIMEOUT_MS, {})
}
