/**
 * The page that a bank returns to inside a frame. Inside the wrapper it reports that the bank is done. In any other
 * frame, for example of a shop that is framed itself, it redirects to the shop as in a tab.
 */
import { OVER } from './challenge-protocol.ts'

/** Only a page of the same origin can be read. */
function isWrapped(): boolean {
  try {
    return window.parent !== window && window.parent.location.pathname.endsWith('/challenge')
  } catch {
    return false
  }
}

const link = document.querySelector<HTMLAnchorElement>('a[data-return]')
if (isWrapped()) window.parent.postMessage({ type: OVER }, location.origin)
else if (link) location.replace(link.href)
