/**
 * Fills the card form with a test card when the page around the frame asks for it. The BFF adds this script to the frame
 * page only beside the emulator, where no card is real, and only the emulator's numbers are accepted.
 */
import { readFrameSettings } from './frame-settings.ts'

/** The last digits are those of the emulator's table in docs/guides/testing.md. */
const NUMBERS: readonly string[] = [
  '4242424242424242',
  '5555555555554444',
  ...'3220 0002 9995 0069 0127 0119 0259 0341'.split(' ').map((end) => `400000000000${end}`),
]

const parents = readFrameSettings(document, Date.now())?.parents ?? []

window.addEventListener('message', ({ source, origin, data }) => {
  const { type, number } = (data ?? {}) as { type?: unknown; number?: unknown }
  if (source !== window.parent || !parents.includes(origin) || type !== 'paykka:test-card') return
  if (typeof number === 'string' && NUMBERS.includes(number)) fill(number)
})

function fill(number: string): void {
  const root = document.querySelector('paykka-card-form')?.shadowRoot
  const year = (new Date().getFullYear() + 3) % 100
  const card = { number, expiry: `12/${year}`, cvc: '123', holder: 'Alex Shopper' }
  for (const [id, text] of Object.entries(card)) {
    const box = root?.querySelector<HTMLInputElement>(`#${id}`)
    if (!box || box.readOnly) continue
    box.value = text
    box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText' }))
  }
}
