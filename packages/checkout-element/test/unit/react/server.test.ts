/** The React components on a server: they write the tag with its attributes, and nothing that only a browser can use. */
import type { FunctionComponent } from 'react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { PaykkaCheckout, PaykkaExpress, PaykkaSavedCards } from '../../../src/react/index.ts'

const BFF = { bffUrl: 'https://pay.shop.example', clientSecret: 'cs_1' }
const WRITTEN = 'bff-url="https://pay.shop.example" client-secret="cs_1"'

/** @returns the HTML of a component with these properties */
const written = (component: unknown, props: object) =>
  renderToString(createElement(component as FunctionComponent<object>, props))

describe('on a server', () => {
  it.each([
    ['paykka-checkout', PaykkaCheckout],
    ['paykka-express', PaykkaExpress],
    ['paykka-saved-cards', PaykkaSavedCards],
  ])('%s is written with its attributes', (tag, component) => {
    expect(written(component, BFF)).toBe(`<${tag} ${WRITTEN}></${tag}>`)
  })

  it.each<[string, object, string]>([
    ['names of attributes', { payButton: 'none', layout: 'list' }, 'pay-button="none" layout="list"'],
    [
      'what every element has',
      { id: 'pay', className: 'wide', 'data-x': '1' },
      'id="pay" class="wide" data-x="1"',
    ],
    ['true', { disabled: true }, 'disabled=""'],
    ['no false', { disabled: false }, ''],
    ['no undefined value', { theme: undefined, locale: undefined }, ''],
    ['no object', { messages: { pay: 'Pay' }, wallets: {}, fraud: {} }, ''],
    ['no handler', { onSuccess: () => undefined, onAmountChanged: () => undefined }, ''],
  ])('a tag has %s', (_, props, attributes) => {
    const html = `<paykka-checkout ${[WRITTEN, attributes].filter(Boolean).join(' ')}></paykka-checkout>`
    expect(written(PaykkaCheckout, { ...BFF, ...props })).toBe(html)
  })

  it('a tag keeps its children', () => {
    const summary = createElement('p', { slot: 'summary' }, '1 mug')
    expect(written(PaykkaCheckout, { children: summary })).toBe(
      '<paykka-checkout><p slot="summary">1 mug</p></paykka-checkout>',
    )
  })
})
