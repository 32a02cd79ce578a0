import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import type { CardChangeEvent } from '../../../src/card/form/card-form-events.ts'
import { expectAccessible } from '../../support/a11y.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill, input, press, type } from '../../support/typing.ts'

customElements.define('paykka-card-form', PaykkaCardForm)

const CHECKOUT = 'chk_aaaaaaaaaaaaaaaaaaaaaa'
let form: PaykkaCardForm

async function show(): Promise<PaykkaCardForm> {
  form = new PaykkaCardForm()
  form.brands = ['visa', 'mastercard', 'amex']
  document.body.append(form)
  await form.updateComplete
  return form
}

const error = (field: string): string => {
  const message = form.shadowRoot?.querySelector(`#${field}-message`)
  return message?.classList.contains('error') ? (message.textContent ?? '') : ''
}

/** Value of a field with `|` at the caret. */
function caret(field: 'number' | 'expiry' | 'cvc'): string {
  const { value, selectionStart } = input(form, field)
  return `${value.slice(0, selectionStart ?? 0)}|${value.slice(selectionStart ?? 0)}`
}

function place(field: 'number' | 'expiry' | 'cvc', value: string, at: number): void {
  const box = input(form, field)
  box.focus()
  box.value = value
  box.setSelectionRange(at, at)
}

async function paste(text: string): Promise<void> {
  // The browser's command for a paste raises the same `beforeinput` and `input` events.
  document.execCommand('insertText', false, text)
  await form.updateComplete
}

describe('<paykka-card-form>', () => {
  beforeEach(show)
  afterEach(() => {
    form.remove()
    document.documentElement.removeAttribute('style')
    document.documentElement.removeAttribute('dir')
  })

  for (const scheme of ['light', 'dark']) {
    it(`is accessible, empty, filled and with errors (${scheme})`, async () => {
      document.documentElement.style.colorScheme = scheme
      document.body.style.background = scheme === 'dark' ? '#000' : '#fff'
      await expectAccessible(form)
      await fill(form)
      await expectAccessible(form)
      form.reset()
      await form.seal({ key: (await makeKeys()).cardKey, checkout: CHECKOUT, now: Date.now })
      await form.updateComplete
      await expectAccessible(form)
      document.body.removeAttribute('style')
    })
  }

  it('describes each field to browsers and keyboards', () => {
    const facts = (field: 'number' | 'expiry' | 'cvc' | 'holder') => {
      const { inputMode, name, spellcheck } = input(form, field)
      // The attribute, because Firefox omits values that it does not use, such as cc-csc, from the property.
      return [input(form, field).getAttribute('autocomplete'), inputMode, name, spellcheck]
    }
    expect(facts('number')).to.deep.equal(['cc-number', 'numeric', '', false])
    expect(facts('expiry')).to.deep.equal(['cc-exp', 'numeric', '', false])
    expect(facts('cvc')).to.deep.equal(['cc-csc', 'numeric', '', false])
    expect(facts('holder')).to.deep.equal(['cc-name', 'text', '', false])
  })

  it('groups a number as it is typed', async () => {
    input(form, 'number').focus()
    await type('4242424242424242')
    expect(input(form, 'number').value).to.equal('4242 4242 4242 4242')
  })

  it('keeps the caret when typing, deleting and pasting in the middle', async () => {
    place('number', '4242 4242', 2)
    await type('9')
    expect(caret('number')).to.equal('429|4 2424 2')
    await press('Backspace')
    expect(caret('number')).to.equal('42|42 4242')
    place('number', '4242 4242', 5)
    await press('Backspace')
    expect(caret('number')).to.equal('424|4 242')
    place('number', '4242 4242', 4)
    await press('Delete')
    expect(caret('number')).to.equal('4242| 242')
    place('number', '4242 4242', 2)
    await paste('11-11')
    expect(caret('number')).to.equal('4211 11|42 4242')
  })

  it('takes a whole pasted number in any writing', async () => {
    input(form, 'number').focus()
    await paste(' ４２４２-4242 ٤٢٤٢ 4242 ')
    expect(caret('number')).to.equal('4242 4242 4242 4242|')
  })

  it('writes the expiry and lets it be deleted', async () => {
    input(form, 'expiry').focus()
    await type('934')
    expect(caret('expiry')).to.equal('09 / 34|')
    for (let count = 0; count < 3; count++) await press('Backspace')
    expect(input(form, 'expiry').value).to.equal('0')
    input(form, 'expiry').select()
    await paste('12/2034')
    expect(input(form, 'expiry').value).to.equal('12 / 34')
  })

  it('asks American Express for four digits', async () => {
    input(form, 'number').focus()
    await type('3782')
    await form.updateComplete
    expect(input(form, 'cvc').placeholder).to.equal('1234')
    input(form, 'cvc').focus()
    await type('1234')
    expect(input(form, 'cvc').value).to.equal('1234')
  })

  it('cuts no code to another one, and says how long it is', async () => {
    for (const [number, code, problem] of [
      ['4242424242424242', '1234', 'The code is too long. It has 3 digits on this card.'],
      ['4242424242424242', '12', 'The code is too short.'],
      ['378282246310005', '12345', 'The code is too long. It has 4 digits on this card.'],
      ['', '12345', 'The code is too long. It has 3–4 digits on this card.'],
    ] as const) {
      form.reset()
      await fill(form, { number, cvc: '' })
      input(form, 'cvc').focus()
      await type(code)
      expect(input(form, 'cvc').value).to.equal(code)
      expect(error('cvc'), 'while it is typed').to.equal('')
      await press('Tab')
      await form.updateComplete
      expect(error('cvc')).to.equal(problem)
    }
  })

  it('sends a name without what nobody sees, and says when it is too long', async () => {
    const keys = await makeKeys()
    const context = { key: keys.cardKey, checkout: CHECKOUT, now: Date.now }
    await fill(form, { holder: '\u202aAda\u00a0 Lovelace\u202c' })
    const outcome = await form.seal(context)
    if (outcome.kind !== 'sealed') throw new TypeError(outcome.kind)
    expect((await keys.open(outcome.jwe)).holderName).to.equal('Ada Lovelace')
    await fill(form, { holder: 'Ada '.repeat(20) })
    expect((await form.seal(context)).kind).to.equal('invalid')
    await form.updateComplete
    expect(error('holder')).to.equal('The name is too long. Use at most 64 characters.')
    expect(input(form, 'holder').value).to.equal('Ada '.repeat(20))
  })

  it('reads a year that is typed first', async () => {
    for (const [typed, shown] of [
      ['203412', '12 / 34'],
      ['2034-12', '12 / 34'],
      ['2034/12/31', '12 / 34'],
      ['1234', '12 / 34'],
      ['228', '02 / 28'],
    ] as const) {
      form.reset()
      input(form, 'expiry').focus()
      await type(typed)
      await press('Tab')
      expect(input(form, 'expiry').value, typed).to.equal(shown)
    }
  })

  it('checks a field when it is left, and lets go as soon as it is right', async () => {
    input(form, 'number').focus()
    await type('4242424242424241')
    expect(error('number')).to.equal('')
    await press('Tab')
    await form.updateComplete
    expect(error('number')).to.contain('typo')
    expect(input(form, 'number').getAttribute('aria-invalid')).to.equal('true')
    expect(input(form, 'number').getAttribute('aria-describedby')).to.equal('number-message')
    input(form, 'number').focus()
    input(form, 'number').setSelectionRange(19, 19)
    await press('Backspace')
    await type('2')
    await form.updateComplete
    expect(error('number')).to.equal('')
    expect(input(form, 'number').getAttribute('aria-invalid')).to.equal('false')
  })

  it('does not scold an untouched field', async () => {
    input(form, 'number').focus()
    await press('Tab')
    await form.updateComplete
    expect(error('number')).to.equal('')
  })

  it('says at once that a brand is not taken, and which are', async () => {
    input(form, 'number').focus()
    await type('6011')
    await form.updateComplete
    expect(error('number')).to.equal(
      'This card is not accepted here. Use Visa, Mastercard, American Express.',
    )
    for (let count = 0; count < 4; count++) await press('Backspace')
    await form.updateComplete
    expect(error('number')).to.equal('')
  })

  it('goes to the first wrong field', async () => {
    const { cardKey } = await makeKeys()
    await fill(form, { expiry: '12/20', cvc: '1' })
    const outcome = await form.seal({ key: cardKey, checkout: CHECKOUT, now: Date.now })
    expect(outcome).to.deep.equal({ kind: 'invalid', fields: ['expiry', 'cvc'] })
    expect(form.shadowRoot?.activeElement?.id).to.equal('expiry')
    await form.updateComplete
    expect(error('expiry')).to.equal('This card has expired.')
  })

  it('submits on Enter', async () => {
    let submits = 0
    form.addEventListener('card-submit', () => submits++)
    input(form, 'cvc').focus()
    await press('Enter')
    expect(submits).to.equal(1)
  })

  it('keeps the fields readable but fixed while locked', async () => {
    form.locked = true
    await form.updateComplete
    input(form, 'number').focus()
    await type('4')
    expect(input(form, 'number').value).to.equal('')
    expect(form.shadowRoot?.activeElement?.id).to.equal('number')
  })

  it('wipes the card on reset, on leaving the page, and with the element', async () => {
    const wipes = [
      () => form.reset(),
      () => window.dispatchEvent(new PageTransitionEvent('pagehide')),
      () => form.remove(),
    ]
    for (const wipe of wipes) {
      await fill(form)
      expect(form.status.empty).to.equal(false)
      wipe()
      expect(form.status.empty).to.equal(true)
    }
  })

  it('fits 320 px without scrolling', async () => {
    await setViewport({ width: 320, height: 640 })
    await form.seal({ key: (await makeKeys()).cardKey, checkout: CHECKOUT, now: Date.now })
    await form.updateComplete
    expect(document.documentElement.scrollWidth).to.be.at.most(320)
    await setViewport({ width: 800, height: 600 })
  })

  it('mirrors the layout in right-to-left pages, but not the digits', async () => {
    document.documentElement.dir = 'rtl'
    const box = (field: 'expiry' | 'cvc') => input(form, field).getBoundingClientRect()
    expect(box('expiry').left).to.be.greaterThan(box('cvc').left)
    expect(getComputedStyle(input(form, 'number')).direction).to.equal('ltr')
  })

  it('moves nothing when messages appear', async () => {
    const before = form.getBoundingClientRect().height
    await form.seal({ key: (await makeKeys()).cardKey, checkout: CHECKOUT, now: Date.now })
    await form.updateComplete
    expect(form.getBoundingClientRect().height).to.equal(before)
  })
})

describe('sealing', () => {
  let keys: Keys
  before(async () => {
    keys = await makeKeys()
  })
  beforeEach(show)
  afterEach(() => form.remove())

  it('gives what only the holder of the private key can read', async () => {
    await fill(form)
    const outcome = await form.seal({ key: keys.cardKey, checkout: CHECKOUT, now: () => 1_790_000_000_900 })
    if (outcome.kind !== 'sealed') throw new TypeError(outcome.kind)
    expect(await keys.open(outcome.jwe)).to.deep.equal({
      number: '4242424242424242',
      expMonth: '12',
      expYear: '2034',
      cvc: '123',
      holderName: 'Ada Lovelace',
      checkout: CHECKOUT,
      iat: 1_790_000_000,
    })
    expect(outcome).to.include({ brand: 'visa', last4: '4242' })
    const header = JSON.parse(atob(outcome.jwe.split('.')[0]?.replace(/-/g, '+').replace(/_/g, '/') ?? ''))
    expect(header).to.include({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'test-key-1' })
  })

  it('seals only with a point of the curve, and reports only a code', async () => {
    const { x, y } = keys.cardKey
    const other = x.startsWith('A') ? 'B' : 'A'
    const bad = [
      { x: 'A'.repeat(20) },
      { x: other + x.slice(1) },
      { x: y, y: x },
      { x: 'A'.repeat(43) },
      { x: '' },
    ]
    for (const change of bad) {
      await fill(form)
      const key = { ...keys.cardKey, ...change }
      const outcome = await form.seal({ key, checkout: CHECKOUT, now: Date.now })
      expect(outcome, JSON.stringify(change)).to.deep.equal({ kind: 'failed', code: 'seal_failed' })
    }
  })

  it('reports nothing for a key press that changes no reported fact', async () => {
    const reported: string[] = []
    form.addEventListener('card-change', (event) => {
      const { brand, last4, empty, complete, invalid } = (event as CardChangeEvent).status
      reported.push([brand, last4, empty, complete, ...invalid].join(' '))
    })
    input(form, 'number').focus()
    await sendKeys({ type: '4242424242424242' })
    expect(reported).to.deep.equal(['visa  false false', 'visa 4242 false false'])
    await sendKeys({ press: 'Backspace' })
    await sendKeys({ type: '1' })
    await press('Tab')
    expect(reported.slice(2)).to.deep.equal(['visa  false false', 'visa  false false number'])
    form.reset()
    form.reset()
    expect(reported.slice(4)).to.deep.equal(['  true false'])
  })

  it('lets no digits out in events, attributes or storage', async () => {
    const reported: string[] = []
    const listen = (event: Event) =>
      reported.push(JSON.stringify({ ...event, status: (event as CardChangeEvent).status }))
    form.addEventListener('card-change', listen)
    input(form, 'number').focus()
    await sendKeys({ type: '4242424242424242' })
    await fill(form)
    expect(reported.length).to.be.greaterThan(2)
    expect(reported.join()).not.to.match(/\d{5}/)
    // Lit's binding markers have nine random digits, which may contain these four.
    const markup = (form.outerHTML + (form.shadowRoot?.innerHTML ?? '')).replace(/lit\$\d+\$/g, '')
    expect(markup).not.to.match(/4242/)
    expect(JSON.stringify([localStorage, sessionStorage])).not.to.match(/4242/)
  })
})
