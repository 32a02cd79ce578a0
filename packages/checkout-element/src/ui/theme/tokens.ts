/** The tokens that cross into the card frame: a fixed list, and values that can only ever be plain values. */

export const FRAME_TOKENS: readonly string[] =
  'color-brand color-on-brand color-surface color-text color-muted color-border color-control color-field color-focus color-danger radius font-family font-size field-height field-radius field-padding label-color label-weight'
    .split(' ')
    .map((name) => `--paykka-${name}`)

/** Colors, lengths, font names: no addresses, no escapes, nothing that ends a declaration. */
const PLAIN_VALUE = /^[\w\s#%.,()'"/+*-]{1,200}$/
const FETCHES = /(?:url|src|image|image-set|cross-fade|element|paint|attr|env|var|expression)\s*\(/i

/** True for a token the frame may take over. */
export const isSafeToken = (name: string, value: unknown): value is string =>
  FRAME_TOKENS.some((token) => token === name) &&
  typeof value === 'string' &&
  PLAIN_VALUE.test(value) &&
  !FETCHES.test(value)

/** The tokens of an element, as the cascade leaves them; empty where none is set. The frame takes safe values only. */
export function tokensOf(element: Element): Record<string, string> {
  const style = getComputedStyle(element)
  const tokens = FRAME_TOKENS.map((name) => [name, style.getPropertyValue(name).trim()])
  // As large as it is here: in the frame `rem` would be another length.
  return { ...Object.fromEntries(tokens), '--paykka-font-size': style.fontSize }
}
