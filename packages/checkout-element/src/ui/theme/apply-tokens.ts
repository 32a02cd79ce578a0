/** Applies the page's tokens inside the card frame. */
import { FRAME_TOKENS, isSafeToken } from './tokens.ts'

/** Sets tokens through CSSOM, which a strict `style-src` allows, and clears those no longer sent. */
export function applyTokens(target: HTMLElement, tokens: Record<string, string>): void {
  for (const name of FRAME_TOKENS) {
    const value = Object.hasOwn(tokens, name) ? tokens[name] : undefined
    if (isSafeToken(name, value)) target.style.setProperty(name, value)
    else target.style.removeProperty(name)
  }
}
