/** The tokens that are sent into the card frame: a fixed list with plain values only. */

export const FRAME_TOKENS: readonly string[] =
  'color-brand color-on-brand color-surface color-text color-muted color-border color-control color-field color-focus color-danger radius font-family font-size field-height field-radius field-padding label-color label-weight'
    .split(' ')
    .map((name) => `--paykka-${name}`)

/** Colors, lengths, font names: no addresses, no escapes, nothing that ends a declaration. */
const PLAIN_VALUE = /^[\w\s#%.,()'"/+*-]{1,200}$/
const FETCHES = /(?:url|src|image|image-set|cross-fade|element|paint|attr|env|var|expression)\s*\(/i

/** True for a token that the frame may apply. */
export const isSafeToken = (name: string, value: unknown): value is string =>
  FRAME_TOKENS.some((token) => token === name) &&
  typeof value === 'string' &&
  PLAIN_VALUE.test(value) &&
  !FETCHES.test(value)

/** The computed tokens of an element; empty when none is set. The frame accepts safe values only. */
export function tokensOf(element: Element): Record<string, string> {
  const style = getComputedStyle(element)
  const tokens = FRAME_TOKENS.map((name) => [name, style.getPropertyValue(name).trim()])
  // Converted to pixels, because `rem` would have another length in the frame.
  return { ...Object.fromEntries(tokens), '--paykka-font-size': style.fontSize }
}
