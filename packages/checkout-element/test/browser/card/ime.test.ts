/** The Enter that accepts a candidate belongs to the input method: it must not pay, and its other keys must not act. */
import { expect } from 'chai'
import type { LitElement } from 'lit'
import { html, render } from 'lit'
import { PaykkaEncryptedForm } from '../../../src/card/entry/encrypted-form.ts'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import { PaykkaCodeForm } from '../../../src/card/form/code-form.ts'
import { Confirmation } from '../../../src/methods/saved-cards/confirmation.ts'
import { IME_KEYS, keyEvent } from '../../support/ime.ts'
import type { Field } from '../../support/typing.ts'
import { input } from '../../support/typing.ts'

customElements.define('paykka-card-form', PaykkaCardForm)
customElements.define('paykka-code-form', PaykkaCodeForm)
customElements.define('paykka-encrypted-form', PaykkaEncryptedForm)

const FORMS: { tag: string; fields: Field[] }[] = [
  { tag: 'paykka-card-form', fields: ['number', 'expiry', 'cvc', 'holder'] },
  { tag: 'paykka-code-form', fields: ['cvc'] },
  { tag: 'paykka-encrypted-form', fields: ['holder'] },
]

const words = {
  ask: 'Sure?',
  note: '',
  yes: 'Yes',
  no: 'No',
  failed: '',
  open: 'Remove',
  openLabel: 'Remove',
}

describe('keys of an input method', () => {
  for (const { tag, fields } of FORMS)
    for (const field of fields)
      it(`do not pay from ${field} in <${tag}>`, async () => {
        const form = document.createElement(tag) as LitElement
        document.body.append(form)
        await form.updateComplete
        let submits = 0
        form.addEventListener('card-submit', () => submits++)
        for (const ime of IME_KEYS) input(form, field).dispatchEvent(keyEvent('Enter', ime))
        expect(submits).to.equal(0)
        input(form, field).dispatchEvent(keyEvent('Enter'))
        expect(submits, 'a plain Enter pays').to.equal(1)
        form.remove()
      })

  it("do not pay from a field that PayKKa's script put into the form", async () => {
    const form = new PaykkaEncryptedForm()
    const mount = document.createElement('div')
    mount.slot = 'cardNumber'
    const box = document.createElement('input')
    mount.append(box)
    form.append(mount)
    document.body.append(form)
    await form.updateComplete
    let submits = 0
    form.addEventListener('card-submit', () => submits++)
    for (const ime of IME_KEYS) box.dispatchEvent(keyEvent('Enter', ime))
    expect(submits).to.equal(0)
    box.dispatchEvent(keyEvent('Enter'))
    expect(submits).to.equal(1)
    form.remove()
  })

  it('undo nothing', async () => {
    const form = new PaykkaCardForm()
    document.body.append(form)
    await form.updateComplete
    const box = input(form, 'number')
    box.value = '4242'
    box.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }))
    for (const ime of IME_KEYS) box.dispatchEvent(keyEvent('z', ime, { ctrlKey: true }))
    expect(box.value).to.equal('4242')
    box.dispatchEvent(keyEvent('z', { keyCode: 90 }, { ctrlKey: true }))
    expect(box.value).to.equal('')
    form.remove()
  })

  it('close no question', () => {
    // In a shadow root, as always.
    const host = document.createElement('div')
    document.body.append(host)
    const root = host.attachShadow({ mode: 'open' })
    const draw = () => render(html`${question.button('a', words)}${question.question('a', words)}`, root)
    const question = new Confirmation(
      () => draw(),
      () => Promise.resolve(''),
    )
    draw()
    root.querySelector('button')?.click()
    const asked = () => root.querySelector('[part="confirmation"]')
    for (const ime of IME_KEYS) asked()?.dispatchEvent(keyEvent('Escape', ime))
    expect(asked()).not.to.equal(null)
    asked()?.dispatchEvent(keyEvent('Escape', { keyCode: 27 }))
    expect(asked()).to.equal(null)
    host.remove()
  })
})
