/** PayKKa's brand words in ours. */
import { expect, it } from 'vitest'
import { readBrand } from '../../src/paykka/brands.ts'

it.each([
  ['VISA', 'visa'],
  ['MASTER_CARD', 'mastercard'],
  ['Mastercard', 'mastercard'],
  ['AMERICAN EXPRESS', 'amex'],
  ['DINERS_CLUB', 'diners'],
  ['CHINA_UNION_PAY', 'unionpay'],
  ['TROY', 'troy'],
])('%s is %s', (word, brand) => {
  expect(readBrand(word)).toBe(brand)
})
