/** The focus moves on from a complete field, and stays where a move would disturb. */
import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import type { Field } from '../../support/typing.ts'
import { input, press, type } from '../../support/typing.ts'

if (!customElements.get('paykka-card-form')) customElements.define('paykka-card-form', PaykkaCardForm)

let form: PaykkaCardForm

const focused = () => form.shadowRoot?.activeElement?.id

/** A finger; presses that the test tools send have no pressure, like those of a screen reader. */
async function click(field: Field): Promise<void> {
  const finger = { bubbles: true, composed: true, pointerType: 'touch', width: 20, height: 20, pressure: 0.5 }
  input(form, field).dispatchEvent(new PointerEvent('pointerdown', finger))
  input(form, field).focus()
}

beforeEach(async () => {
  form = document.createElement('paykka-card-form')
  form.brands = ['visa', 'mastercard', 'amex', 'unionpay']
  document.body.append(form)
  await form.updateComplete
})
afterEach(() => form.remove())

describe('auto-advance', () => {
  it('goes from the number to the date and to the code, and no further', async () => {
    await click('number')
    await type('4242424242424242')
    expect(focused()).to.equal('expiry')
    await type('1234')
    expect(focused()).to.equal('cvc')
    await type('123')
    expect(focused()).to.equal('cvc')
    expect(form.status).to.include({ last4: '4242' })
  })

  for (const [title, number] of [
    ['a typo', '4242424242424241'],
    ['a number that may be longer', '6221260000000000'],
    ['a number that is too short', '424242424242424'],
  ] as const)
    it(`waits after ${title}`, async () => {
      await click('number')
      await type(number)
      expect(focused()).to.equal('number')
    })

  it('knows the length of other brands', async () => {
    await click('number')
    await type('378282246310005')
    expect(focused()).to.equal('expiry')
  })

  it('waits for a date that has passed or is incomplete', async () => {
    await click('expiry')
    await type('1220')
    expect(focused()).to.equal('expiry')
  })

  it('leaves the focus to a keyboard and to a screen reader', async () => {
    input(form, 'number').focus()
    await type('4242424242424242')
    expect(focused()).to.equal('number')
    form.reset()
    const virtual = { bubbles: true, composed: true, pointerType: 'mouse', width: 1, height: 1, pressure: 0 }
    input(form, 'number').dispatchEvent(new PointerEvent('pointerdown', virtual))
    await type('4242424242424242')
    expect(focused()).to.equal('number')
  })

  it('is off for a shopper who goes on with Tab', async () => {
    await click('number')
    await press('Tab')
    await sendKeys({ down: 'Shift' })
    await press('Tab')
    await sendKeys({ up: 'Shift' })
    await type('4242424242424242')
    expect(focused()).to.equal('number')
  })

  it('never disturbs a correction', async () => {
    await click('number')
    await type('424242424242424')
    await press('Backspace')
    await type('42')
    expect(input(form, 'number').value).to.equal('4242 4242 4242 4242')
    expect(focused()).to.equal('number')
  })

  it('goes to no field that has a text', async () => {
    await click('expiry')
    await type('1')
    await click('number')
    await type('4242424242424242')
    expect(focused()).to.equal('number')
  })

  it('skips no field when Tab follows by habit, and is no trap', async () => {
    await click('number')
    await type('4242424242424242')
    await press('Tab')
    expect(focused()).to.equal('expiry')
    await press('Tab')
    expect(focused()).to.equal('cvc')
  })

  it('goes back with Backspace, and then leaves the field alone', async () => {
    await click('number')
    await type('4242424242424242')
    await press('Backspace')
    expect(focused()).to.equal('number')
    expect(input(form, 'number').value).to.equal('4242 4242 4242 4242')
    await press('Backspace')
    await type('2')
    expect(focused()).to.equal('number')
  })

  it('leaves pasted and filled-in texts alone', async () => {
    await click('number')
    const box = input(form, 'number')
    box.value = '4242424242424242'
    box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
    expect(focused()).to.equal('number')
  })
})
