/** Keys as an input method (IME) leaves them behind, by engine. */

type ImeKey = { name: string; isComposing: boolean; keyCode: number }

/** Chromium and Firefox say that the key is composing; WebKit says it is not, and gives the IME's key code. */
export const IME_KEYS: readonly ImeKey[] = [
  { name: 'Chromium, Firefox', isComposing: true, keyCode: 229 },
  { name: 'Firefox with a legacy code', isComposing: true, keyCode: 13 },
  { name: 'WebKit', isComposing: false, keyCode: 229 },
]

/** The key an IME took, or, without `ime`, a plain one. */
export function keyEvent(
  key: string,
  ime: Partial<ImeKey> = {},
  init: KeyboardEventInit = {},
): KeyboardEvent {
  const { isComposing = false, keyCode = 13 } = ime
  const event = new KeyboardEvent('keydown', {
    ...init,
    key,
    isComposing,
    bubbles: true,
    composed: true,
    cancelable: true,
  })
  // Engines differ in whether the init dictionary may set it.
  Object.defineProperty(event, 'keyCode', { value: keyCode })
  return event
}
