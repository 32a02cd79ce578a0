import { describe, expect, it } from 'vitest'
import { parseActionUrl, parseBffUrl } from '../../../src/checkout/addresses.ts'
import { readCheckout, readPayment, readProblem } from '../../../src/checkout/wire.ts'
import { bestLocale } from '../../../src/locales/localization.ts'
import { isSafeToken } from '../../../src/ui/theme/tokens.ts'
import { checkout, payment } from '../../support/checkout.ts'

describe('parseBffUrl', () => {
  it.each([
    ['https://pay.shop.example', 'https://pay.shop.example'],
    ['https://pay.shop.example/', 'https://pay.shop.example'],
    ['https://shop.example/pay/', 'https://shop.example/pay'],
    ['http://localhost:4020', 'http://localhost:4020'],
    ['http://127.0.0.1:4020', 'http://127.0.0.1:4020'],
    ['http://shop.example', null],
    ['https://user:pass@shop.example', null],
    ['https://shop.example/?a=1', null],
    ['javascript:alert(1)', null],
    ['/relative', null],
    ['', null],
  ])('%s: %s', (text, url) => expect(parseBffUrl(text)).toBe(url))
})

describe('parseActionUrl', () => {
  it.each([
    ['https://acs.bank.example/3ds?x=1', 'https://acs.bank.example/3ds?x=1'],
    ['http://127.0.0.1:4010/3ds', 'http://127.0.0.1:4010/3ds'],
    ['http://bank.example/3ds', null],
    ['javascript:alert(1)', null],
    [' JaVaScRiPt:alert(1)', null],
    ['data:text/html,x', null],
    ['', null],
  ])('%s: %s', (text, url) => expect(parseActionUrl(text)).toBe(url))
})

describe('isSafeToken', () => {
  it.each([
    ['--paykka-color-brand', '#ff0000', true],
    ['--paykka-color-brand', 'light-dark(#fff, rgb(0 0 0 / 50%))', true],
    ['--paykka-font-family', "'Inter', sans-serif", true],
    ['--paykka-radius', 'calc(4px * 2)', true],
    ['--paykka-color-brand', 'url(https://evil.example/x)', false],
    ['--paykka-color-brand', 'image-set("x" 1x)', false],
    ['--paykka-color-brand', 'red; } * { display: none', false],
    ['--paykka-color-brand', 'u\\72l(x)', false],
    ['--paykka-color-brand', 'x'.repeat(201), false],
    ['--paykka-color-brand', 7, false],
    ['--other', 'red', false],
    ['__proto__', 'red', false],
  ])('%s: %s is %s', (name, value, safe) => expect(isSafeToken(name, value)).toBe(safe))
})

describe('bestLocale of all there are', () => {
  it.each([
    ['de_DE', 'de'],
    ['de_DE_formal', 'de'],
    ['DE-at', 'de'],
    ['pt_BR', 'pt-BR'],
    ['pt_PT_ao90', 'pt-PT'],
    ['pt', 'pt-BR'],
    ['pt_AO', 'pt-PT'],
    ['zh_TW', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['zh_CN.GB18030', 'zh-Hans'],
    ['zh-cmn-Hans-CN', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['fr_FR.UTF-8', 'fr'],
    ['ca_ES.UTF-8@valencia', 'en'],
    ['nb_NO@euro', 'nb'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['in_ID', 'id'],
    ['de-DE,de;q=0.9,en;q=0.8', 'de'],
    [' fr ', 'fr'],
    ['ja_JP.eucJP', 'ja'],
    ['es-419', 'es'],
    ['C', 'en'],
    ['C.UTF-8', 'en'],
    ['POSIX', 'en'],
    ['_', 'en'],
    ['-de', 'en'],
    ['constructor', 'en'],
    ['__proto__', 'en'],
    ['', 'en'],
  ])('%s: %s', (tag, found) => expect(bestLocale([tag])).toBe(found))
})

describe('bestLocale', () => {
  const known = ['de', 'pt-BR', 'zh-Hant']
  it.each([
    ['de-AT', 'de'],
    ['pt-br', 'pt-BR'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['pt-PT', 'en'],
    ['xx', 'en'],
    ['', 'en'],
  ])('%s finds %s', (tag, locale) => expect(bestLocale([tag], known)).toBe(locale))

  it.each([
    ['zh', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-PT'],
    ['pt-AO', 'pt-PT'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['in', 'id'],
    ['en-GB', 'en'],
    ['"><img>', 'en'],
  ])('%s finds %s of all there are', (tag, locale) => expect(bestLocale([tag])).toBe(locale))

  it('takes the first tag that has a locale', () => expect(bestLocale(['', 'tlh', 'fr'])).toBe('fr'))
})

describe('answers of the BFF', () => {
  it('reads a checkout', () => expect(readCheckout(checkout())?.id).toBe(checkout().id))
  it.each([null, 'x', {}, { ...checkout(), amount: {} }, { ...checkout(), cardKey: null }])(
    'refuses %o',
    (value) => {
      expect(readCheckout(value)).toBeNull()
    },
  )
  it('takes a status it does not know for unknown', () => {
    expect(readPayment({ ...payment('succeeded'), status: 'teleported' })?.status).toBe('unknown')
  })
  it('takes an error page for no answer', () => expect(readProblem({ message: 'Bad Gateway' })).toBeNull())
})

describe('the package entry', () => {
  it('can be imported in Node and registers nothing', async () => {
    const { PaykkaCheckout } = await import('../../../src/index.ts')
    expect(PaykkaCheckout.name).toBe('PaykkaCheckout')
    expect(globalThis).not.toHaveProperty('document')
  })
})
