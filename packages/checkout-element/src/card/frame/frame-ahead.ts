/** The card frame a page wrote into the tag ahead, so that it loads and can be typed into before any script has run. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { afterPainting } from './painting.ts'
import { SANDBOX } from './sandbox.ts'

const written = (place: ParentNode, parent = ':scope') =>
  place.querySelector<HTMLIFrameElement>(`${parent} > iframe[slot="card-frame"]`)

/** Where such a frame shows. */
export const frameSlot = (): TemplateResult => html`<slot name="card-frame"></slot>`

/** The frame in the tag if it is this BFF’s, for a whole card, and has exactly the rights of one of our own. */
export function frameAhead(element: Element, bffUrl: string): HTMLIFrameElement | null {
  const frame = written(element)
  if (!frame || frame.hasAttribute('srcdoc') || frame.sandbox.value !== SANDBOX) return null
  return frame.src.startsWith(`${bffUrl}/card-frame?`) && !frame.src.includes('form=') ? frame : null
}

/** Takes away a frame that is not used. */
export const dropFrameAhead = (element: Element): void => written(element)?.remove()

/** A frame that does not come keeps nobody from the other ways to pay, nor from hearing of it. */
const TIMEOUT_MS = 4000

/**
 * Acts at once, or where the page being loaded holds such a frame, once that is through with its own start and painted:
 * the element’s would only come in between.
 */
export function afterFrameAhead(act: () => void, meanwhile: (tag: Element) => void): void {
  // Servers import this too: there is no page then.
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
