/** Prices and quantities: pure rules in tables. */
import { describe, expect, it } from 'vitest'
import { addItem, EMPTY_BASKET, priceBasket, readQuantity, setQuantity, withoutLines } from '../src/basket.ts'
import type { Currency } from '../src/money.ts'
import { formatMoney, isCurrency } from '../src/money.ts'

describe('readQuantity', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['20', 20],
  ])('takes %j', (text, quantity) => expect(readQuantity(text)).toBe(quantity))

  it.each(['', '21', '-1', '1.5', '1e1', '0x1', ' 1', '٣', '100', 'NaN'])('refuses %j', (text) =>
    expect(readQuantity(text)).toBeUndefined(),
  )
})

describe('priceBasket', () => {
  const basket = addItem(addItem(EMPTY_BASKET, 'stoneware-mug', 2), 'house-coffee', 1)

  it.each<[Currency, number]>([
    ['EUR', 2 * 1890 + 1199],
    ['USD', 2 * 1990 + 1299],
    ['JPY', 2 * 2800 + 1850],
  ])('adds up in minor units of %s', (currency, value) => {
    expect(priceBasket(basket, currency).total).toEqual({ value, currency })
  })

  it('ignores a product that is no longer sold', () => {
    expect(priceBasket(new Map([['gone', 3]]), 'EUR').pieces).toBe(0)
  })
})

describe('changing a basket', () => {
  it('never holds more than the limit and drops what is set to zero', () => {
    const full = addItem(addItem(EMPTY_BASKET, 'house-coffee', 15), 'house-coffee', 15)
    expect(full.get('house-coffee')).toBe(20)
    expect(setQuantity(full, 'house-coffee', 0).size).toBe(0)
  })

  it('keeps what was added while the order was being paid', () => {
    const ordered = addItem(EMPTY_BASKET, 'house-coffee', 1)
    const now = addItem(addItem(ordered, 'house-coffee', 2), 'stoneware-mug', 1)
    const left = withoutLines(now, priceBasket(ordered, 'EUR').lines)
    expect([...left]).toEqual([
      ['house-coffee', 2],
      ['stoneware-mug', 1],
    ])
  })
})

describe('money', () => {
  it.each<[number, Currency, string]>([
    [1099, 'EUR', '€10.99'],
    [5, 'USD', '$0.05'],
    [9800, 'JPY', '¥9,800'],
  ])('shows %d %s as %s', (value, currency, text) => expect(formatMoney({ value, currency })).toBe(text))

  it('knows only the shop’s currencies', () => {
    expect(isCurrency('EUR')).toBe(true)
    for (const text of ['eur', 'toString', '', undefined, ['EUR']]) expect(isCurrency(text)).toBe(false)
  })
})
