/** The one rule for keys that belong to an input method (IME) and not to this package. */

/** The marks of a key event that an IME handles. WebKit reports `isComposing: false` for the key that accepts a candidate. */
const IME_KEY_CODE = 229

/**
 * True for a key that an IME handles, for example the Enter that accepts a candidate. No handler may act on it: that Enter
 * would pay. Source: https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode
 */
export const isImeKey = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === IME_KEY_CODE
