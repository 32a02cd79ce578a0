/** A double of the button of Google's client. */
import { adopt, sheetOf } from './styles.ts'

const STYLE = `
  .gpay-button { inline-size: 100%; min-block-size: 40px; block-size: 100%; border: 1px solid #747775; padding: 0 16px;
    font: 500 17px/1 Roboto, 'Google Sans', Arial, sans-serif; cursor: pointer; background: #000; color: #fff; direction: ltr }
  .gpay-button.white { background: #fff; color: #1f1f1f }
  .gpay-button:focus-visible { outline: 3px solid #1a73e8; outline-offset: 2px }
  .gpay-button b { font-weight: 500 }
`
const WORDS: Partial<Record<string, string>> = {
  buy: 'Buy with',
  checkout: 'Checkout with',
  pay: 'Pay with',
  order: 'Order with',
}

/** The button in its own box, as Google returns it. Its styles are inside the box. */
export function googleButton(options: google.payments.api.ButtonOptions): HTMLElement {
  const { buttonColor = 'default', buttonType = 'buy', buttonRadius = 4, onClick } = options
  const button = document.createElement('button')
  button.type = 'button'
  button.className = `gpay-button ${buttonColor === 'white' ? 'white' : 'black'}`
  button.style.borderRadius = `${buttonRadius}px`
  const mark = document.createElement('b')
  mark.textContent = 'Google Pay'
  button.append(WORDS[buttonType] ? `${WORDS[buttonType]} ` : '', mark)
  button.addEventListener('click', (event) => onClick(event))
  const box = document.createElement('div')
  box.style.blockSize = '100%'
  const root = box.attachShadow({ mode: 'open' })
  adopt(root, sheetOf(STYLE))
  root.append(button)
  return box
}
