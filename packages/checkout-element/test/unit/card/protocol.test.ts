import { describe, expect, it } from 'vitest'
import { isConnect, readToFrame } from '../../../src/card/frame/read-to-frame.ts'
import { readToPage } from '../../../src/card/frame/read-to-page.ts'

const look = { theme: 'dark', dir: 'ltr', locale: 'en', texts: {}, tokens: {} }
const status = { brand: 'visa', last4: '4242', empty: false, complete: true, invalid: ['cvc'] }

describe('readToFrame', () => {
  it.each([
    { type: 'configure', checkout: 'chk_1', look },
    { type: 'configure', checkout: 'chk_1', look, code: 4 },
    { type: 'seal', id: 1 },
    { type: 'lock', locked: true },
    { type: 'focus' },
    { type: 'report' },
    { type: 'reset' },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: { 'card-number': 'PAN' } } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, appearance: { labels: 'inside' } } },
  ])('lets $type through', (message) => expect(readToFrame(message)).toEqual(message))

  it('drops what it does not know', () => {
    expect(readToFrame({ type: 'focus', key: 'evil' })).toEqual({ type: 'focus' })
  })

  it.each([
    null,
    undefined,
    42,
    'focus',
    [],
    {},
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'seal' },
    { type: 'seal', id: -1 },
    { type: 'seal', id: 1.5 },
    { type: 'seal', id: '1' },
    { type: 'lock', locked: 1 },
    { type: 'configure', checkout: 'chk_1' },
    { type: 'configure', checkout: 'chk_1', look, code: 5 },
    { type: 'configure', checkout: 'chk_1', look, code: '3' },
    { type: 'configure', checkout: 'chk_1', look, code: null },
    { type: 'configure', checkout: 'x'.repeat(65), look },
    { type: 'configure', checkout: 'chk_1', look: { ...look, theme: 'url(x)' } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, tokens: 'x' } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, appearance: 'x' } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, appearance: [] } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, appearance: { labels: 'x'.repeat(30_001) } } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: 'x' } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: null } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: { 'pay-amount': 'x' } } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: { 'card-number': 1 } } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, texts: { 'card-number': 'x'.repeat(301) } } },
    { type: 'configure', checkout: 'chk_1', look: { ...look, locale: 'x'.repeat(99) } },
  ])('ignores %o', (message) => expect(readToFrame(message)).toBeNull())
})

describe('readToPage', () => {
  it.each([
    { type: 'ready' },
    { type: 'submit' },
    { type: 'height', height: 300 },
    { type: 'change', status },
    { type: 'outcome', id: 1, outcome: { kind: 'sealed', jwe: 'a.b.c.d.e', brand: 'visa', last4: '4242' } },
    { type: 'outcome', id: 1, outcome: { kind: 'sealed', jwe: 'a.b.c.d.e' } },
    { type: 'outcome', id: 1, outcome: { kind: 'invalid', fields: ['number'] } },
    { type: 'outcome', id: 1, outcome: { kind: 'failed', code: 'seal_failed' } },
    { type: 'refused', code: 'insecure_context' },
  ])('lets $type through', (message) => expect(readToPage(message)).toEqual(message))

  it.each([
    { type: 'height', height: 1e6 },
    { type: 'height', height: -1 },
    { type: 'height', height: Number.NaN },
    { type: 'change', status: { ...status, last4: '4242424242424242' } },
    { type: 'change', status: { ...status, brand: '<b>' } },
    { type: 'change', status: { ...status, invalid: ['pan'] } },
    {
      type: 'outcome',
      id: 1,
      outcome: { kind: 'sealed', jwe: 'x'.repeat(5000), brand: 'visa', last4: '4242' },
    },
    { type: 'outcome', id: 1, outcome: { kind: 'failed', code: 'other' } },
    { type: 'refused', code: 'other' },
  ])('ignores %o', (message) => expect(readToPage(message)).toBeNull())
})

describe('isConnect', () => {
  it.each([
    [{ type: 'paykka:connect' }, true],
    [{ type: 'paykka:other' }, false],
    ['paykka:connect', false],
    [null, false],
  ])('%o: %s', (data, connects) => expect(isConnect(data)).toBe(connects))
})
