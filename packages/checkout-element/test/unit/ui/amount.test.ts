import { afterEach, describe, expect, it } from 'vitest'
import { digitsOf } from '../../../src/card/form/digits.ts'
import { useLocale } from '../../../src/locales/localization.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { amountText } from '../../../src/ui/amount.ts'

const money = (value: number, currency: string, decimals?: number) => ({
  value,
  currency,
  display: `${currency} ${value}`,
  ...(decimals === undefined ? {} : { decimals }),
})

describe('amountText', () => {
  afterEach(() => useLocale('en'))

  it.each([
    ['en', money(1890, 'EUR', 2), '€18.90'],
    ['de', money(1890, 'EUR', 2), '18,90\u00a0€'],
    ['fr', money(123456, 'EUR', 2), '1\u202f234,56\u00a0€'],
    ['ja', money(500, 'JPY', 0), '￥500'],
    ['en', money(1500, 'KWD', 3), 'KWD\u00a01.500'],
    ['de', money(1890, 'EUR'), 'EUR 1890'],
  ])('%s: %j', async (locale, amount, text) => {
    await useLocale(locale)
    expect(amountText(amount)).toBe(text)
  })

  const CURRENCIES = [
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['ISK', 0],
    ['CLP', 0],
    ['UGX', 0],
    ['IDR', 2],
    ['HUF', 2],
    ['TWD', 2],
    ['IQD', 3],
    ['LAK', 2],
    ['MMK', 2],
  ] as const

  it.each(['en', ...LOCALES])('%s shows every digit that is charged, and no other', async (locale) => {
    await useLocale(locale)
    for (const [currency, decimals] of CURRENCIES)
      for (const value of [1, 99, 100, 1099, 123456, 999_999_999_999]) {
        const shown = digitsOf(amountText(money(value, currency, decimals)))
        expect(shown, `${currency} ${value}`).toBe(String(value).padStart(decimals + 1, '0'))
      }
  })

  it("would show others by the engine's own table, which is why the BFF says how many", () => {
    const own = (currency: string) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    const different = CURRENCIES.filter(([currency, decimals]) => own(currency) !== decimals)
    expect(different.length).toBeGreaterThan(0)
  })
})
