/** The corpus, pasted into the fields of a real form, because browsers differ in month names and pasted text. */
import { expect } from 'chai'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import { digitsOf } from '../../../src/card/form/digits.ts'
import { EXPIRIES, NUMBERS } from '../../support/card-inputs.ts'
import type { Field } from '../../support/typing.ts'
import { input } from '../../support/typing.ts'

customElements.define('paykka-card-form', PaykkaCardForm)

describe('what is pasted or filled in', () => {
  let form: PaykkaCardForm
  before(async () => {
    form = new PaykkaCardForm()
    form.brands = ['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb', 'unionpay']
    document.body.append(form)
    await form.updateComplete
  })
  after(() => form.remove())

  /** Like autofill: at once, and without an input type. @returns the text of the field */
  function filled(field: Field, text: string): string {
    form.reset()
    const box = input(form, field)
    box.value = text
    // A text box removes line breaks before any handler sees them.
    box.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    box.dispatchEvent(new FocusEvent('blur'))
    return box.value
  }

  it('is read as a number', () => {
    const onOneLine = NUMBERS.filter(([, text]) => !/[\r\n]/.test(text))
    for (const [what, text, digits] of onOneLine)
      if (digits !== null) expect(digitsOf(filled('number', text)), `${what}: ${text}`).to.equal(digits)
  })

  it('is read as a date, or stays', () => {
    for (const [what, text, reading] of EXPIRIES.filter(([, each]) => !/[\r\n]/.test(each))) {
      const shown = filled('expiry', text)
      if (reading) expect(shown, `${what}: ${text}`).to.equal(reading.replace('/', ' / '))
      else
        expect(digitsOf(shown).replace(/^0/, ''), `${what}: ${text}`).to.equal(
          digitsOf(text).replace(/^0/, ''),
        )
    }
  })
})
