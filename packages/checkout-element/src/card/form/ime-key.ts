/** The one rule for keys that belong to an input method (IME) and not to this package. */

/** What a key event has while an IME works on it. WebKit says `isComposing: false` for the key that takes a candidate. */
const IME_KEY_CODE = 229

/**
 * True for a key that an IME has taken, for example the Enter that chooses a candidate. No handler may act on it:
 * that Enter would pay. Facts: https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode
 */
export const isImeKey = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === IME_KEY_CODE
