/**
 * The page a bank returns to inside a frame. Inside the wrapper it says that the bank is done; in any other frame,
 * as of a shop that is framed itself, it goes on to the shop as it would in a tab.
 */
import { OVER } from './challenge-protocol.ts'

/** Only a page of this very origin can be looked into. */
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
