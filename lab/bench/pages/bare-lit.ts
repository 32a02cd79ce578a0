/** The floor: a card form in bare Lit, with nothing behind it. */
import { html, LitElement } from 'lit'

class BareForm extends LitElement {
  override render() {
    return html`<form>
      <label>Card number <input name="number" autocomplete="cc-number" inputmode="numeric" /></label>
      <label>Expiry <input name="expiry" autocomplete="cc-exp" inputmode="numeric" /></label>
      <label>Security code <input name="cvc" autocomplete="cc-csc" inputmode="numeric" /></label>
      <label>Name on card <input name="holder" autocomplete="cc-name" /></label>
      <button>Pay €49.99</button>
    </form>`
  }

  override firstUpdated(): void {
    performance.mark('field')
    if (parent !== window) parent.postMessage('field', '*')
  }
}

customElements.define('bare-form', BareForm)
