/** A double of Apple's `<apple-pay-button>`: the same attributes, and a real button inside. */
import { adopt, sheetOf } from './styles.ts'

const STYLE = `
  :host { display: inline-block; inline-size: var(--apple-pay-button-width, 140px); block-size: var(--apple-pay-button-height, 30px) }
  :host([hidden]) { display: none }
  button { inline-size: 100%; block-size: 100%; border: 1px solid #000; border-radius: var(--apple-pay-button-border-radius, 4px);
    padding: var(--apple-pay-button-padding, 0); background: #000; color: #fff; cursor: pointer; direction: ltr;
    font: 500 18px/1 -apple-system, 'SF Pro Text', 'Helvetica Neue', Arial, sans-serif; letter-spacing: -0.01em }
  button:focus-visible { outline: 3px solid #0071e3; outline-offset: 2px }
  :host([buttonstyle='white']) button { background: #fff; color: #000; border-color: #fff }
  :host([buttonstyle='white-outline']) button { background: #fff; color: #000 }
`
const WORDS: Partial<Record<string, string>> = {
  buy: 'Buy with',
  'check-out': 'Check out with',
  pay: 'Pay with',
  order: 'Order with',
}

/** The button. It throws without a locale, like Apple's. */
export class ApplePayButtonDouble extends HTMLElement {
  static observedAttributes = ['buttonstyle', 'type', 'locale']

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open', delegatesFocus: true })
    adopt(root, sheetOf(STYLE))
    this.#render()
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#render()
  }

  #render(): void {
    const locale = this.getAttribute('locale')
    if (!locale?.trim()) throw new TypeError('apple-pay-button needs a locale')
    const button = this.shadowRoot?.querySelector('button') ?? document.createElement('button')
    const words = WORDS[this.getAttribute('type') ?? '']
    const name = words ? `${words} Apple Pay` : 'Apple Pay'
    button.type = 'button'
    button.setAttribute('aria-label', name)
    button.textContent = name
    if (!button.isConnected) this.shadowRoot?.append(button)
  }
}
