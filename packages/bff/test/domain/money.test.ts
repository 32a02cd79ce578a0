/** Minor units: exponents by ISO 4217, exact digits, and what a shopper reads. */
import { MAX_AMOUNT } from '@paykka-checkout/shared-types'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { displayMoney, exponentOf, toDecimal } from '../../src/domain/money.ts'

/** Many runs on a busy machine. */
const TIMEOUT = { timeout: 30_000 }

const EXPONENTS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR LAK MXN MYR NOK NZD PHP PLN SAR SEK SGD THB TRY TWD USD XCD XCG ZAR ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
}
const rows = Object.entries(EXPONENTS).flatMap(([digits, codes]) =>
  codes.split(' ').map((code) => [code, Number(digits)] as const),
)

describe('exponentOf', () => {
  it.each(rows)('%s has %i decimals', (currency, digits) => {
    expect(exponentOf(currency)).toBe(digits)
  })

  const none = [
    'XXX',
    'XTS',
    'XAU',
    'XAG',
    'XDR',
    'BOV',
    'CHE',
    'CHW',
    'COU',
    'MXV',
    'UYW',
    'CLF',
    'UYI',
    'USN',
    'eur',
    'Eur',
    'ABC',
    '',
    'EURO',
    '__proto__',
  ]
  it.each(none)('%j is no currency to pay in', (currency) => {
    expect(exponentOf(currency)).toBeNull()
  })
})

describe('toDecimal', () => {
  const amounts: [number, string, string][] = [
    [1099, 'EUR', '10.99'],
    [5, 'EUR', '0.05'],
    [50, 'EUR', '0.50'],
    [100, 'EUR', '1.00'],
    [500, 'JPY', '500'],
    [1, 'JPY', '1'],
    [1234, 'KWD', '1.234'],
    [7, 'KWD', '0.007'],
    [100, 'HUF', '1.00'],
    [MAX_AMOUNT, 'EUR', '9999999999.99'],
    [MAX_AMOUNT, 'KWD', '999999999.999'],
    [MAX_AMOUNT, 'JPY', '999999999999'],
  ]
  it.each(amounts)('%i %s is %s', (value, currency, decimal) => {
    expect(toDecimal({ value, currency })).toBe(decimal)
  })

  it('loses no digit of any amount', TIMEOUT, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_AMOUNT }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (value, currency) => {
          expect(Number(toDecimal({ value, currency }).replace('.', ''))).toBe(value)
        },
      ),
    )
  })
})

describe('displayMoney', () => {
  const displays: [number, string, string | undefined, string][] = [
    [1099, 'EUR', undefined, '€10.99'],
    [1099, 'EUR', 'de-DE', '10,99 €'],
    [123_456_789, 'EUR', 'fr-FR', '1 234 567,89 €'],
    [500, 'JPY', 'ja-JP', '¥500'],
    [500, 'JPY', 'en', '¥500'],
    [1234, 'KWD', 'en', 'KWD 1.234'],
    [100, 'HUF', 'en', 'HUF 1.00'],
    [150_000, 'IDR', 'en', 'IDR 1,500.00'],
    [1234, 'ISK', 'en', 'ISK 1,234'],
    [1050, 'BRL', 'pt-BR', 'R$ 10,50'],
    [1050, 'CHF', 'de-CH', 'CHF 10.50'],
    [1099, 'EUR', 'tlh', '€10.99'],
    [1099, 'EUR', 'no tag', '€10.99'],
    [MAX_AMOUNT, 'EUR', 'en', '€9,999,999,999.99'],
  ]
  it.each(displays)('%i %s in %s reads %s', (value, currency, locale, text) => {
    const { display } = displayMoney({ value, currency }, locale)
    expect(display.replace(/[\s\u00a0\u202f]/g, ' ').replace('￥', '¥')).toBe(text)
  })

  it.each([undefined, 'tlh', 'no tag', ''])(
    "of the locale %j is English, not the machine's own",
    (locale) => {
      const made = vi.spyOn(Intl, 'NumberFormat')
      onTestFinished(() => made.mockRestore())
      displayMoney({ value: 1099, currency: 'EUR' }, locale)
      expect(made.mock.calls.map(([used]) => used)).toEqual(['en'])
    },
  )

  it("stays within the contract's length for every currency, in long-worded locales too", () => {
    for (const [currency] of rows)
      for (const locale of ['en', 'ar-EG', 'bn-BD', 'my-MM'])
        expect(displayMoney({ value: MAX_AMOUNT, currency }, locale).display.length).toBeLessThanOrEqual(64)
  })
})
