/** Key events of an input method (IME), by browser. */

type ImeKey = { name: string; isComposing: boolean; keyCode: number }

/** Chromium and Firefox set `isComposing`; WebKit does not, and gives the IME's key code. */
export const IME_KEYS: readonly ImeKey[] = [
  { name: 'Chromium, Firefox', isComposing: true, keyCode: 229 },
  { name: 'Firefox with a legacy code', isComposing: true, keyCode: 13 },
  { name: 'WebKit', isComposing: false, keyCode: 229 },
]

/** A key that an IME handles or, without `ime`, a normal key. */
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
  // Not all browsers allow the init dictionary to set it.
  Object.defineProperty(event, 'keyCode', { value: keyCode })
  return event
}
