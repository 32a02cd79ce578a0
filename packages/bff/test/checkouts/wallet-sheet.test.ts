/** The digits a wallet's sheet shows. */
import { describe, expect, it } from 'vitest'
import { walletSheet } from '../../src/checkouts/wallet-sheet.ts'

const piece = (name: string, price: number, quantity = 1) => ({ id: name, name, price, quantity })
const mug = piece('Mug', 1890, 2)
const kettle = piece('Kettle', 6450)

describe('walletSheet', () => {
  it('has exact digits and a line per piece of goods', () => {
    expect(walletSheet({ amount: 10_230, currency: 'EUR' }, { goods: [mug, kettle] })).toEqual({
      total: '102.30',
      lines: [
        { label: 'Mug × 2', amount: '37.80' },
        { label: 'Kettle', amount: '64.50' },
      ],
    })
  })

  const totals = [
    [500, 'JPY', '500'],
    [1234, 'KWD', '1.234'],
    [5, 'EUR', '0.05'],
  ] as const
  it.each(totals)('%i %s is %s', (amount, currency, total) => {
    expect(walletSheet({ amount, currency }, {})).toEqual({ total, lines: [] })
  })

  it('shows no lines that would not add up to the total', () => {
    expect(walletSheet({ amount: 10_231, currency: 'EUR' }, { goods: [mug, kettle] }).lines).toEqual([])
  })
})
