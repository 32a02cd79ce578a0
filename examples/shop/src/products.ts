/** What the shop sells. Prices are set per currency in minor units; nothing is converted and nothing comes from the browser. */
import type { Currency } from './money.ts'

export type Product = {
  id: string
  name: string
  tagline: string
  category: string
  pictureAlt: string
  prices: Record<Currency, number>
  /** Made after it was ordered: the amount is reserved at once and charged when it ships. */
  madeToOrder?: true
}

export const PRODUCTS: readonly Product[] = [
  {
    id: 'stoneware-mug',
    name: 'Stoneware mug',
    tagline: 'Thrown by hand, glazed in fog blue. Keeps its heat.',
    category: 'Tableware',
    pictureAlt: 'A round blue mug with steam rising from it',
    prices: { EUR: 1890, USD: 1990, JPY: 2800 },
  },
  {
    id: 'pour-over-kettle',
    name: 'Pour-over kettle',
    tagline: 'A slow, steady neck and a wooden handle. Made to order: charged when it ships.',
    category: 'Kitchen',
    pictureAlt: 'A copper kettle with a long curved neck',
    prices: { EUR: 6450, USD: 6900, JPY: 9800 },
    madeToOrder: true,
  },
  {
    id: 'house-coffee',
    name: 'House coffee',
    tagline: 'Washed beans from Huila, roasted on Mondays. 250 grams.',
    category: 'Pantry',
    pictureAlt: 'A paper bag of coffee beans with a green label',
    prices: { EUR: 1199, USD: 1299, JPY: 1850 },
  },
]

export function findProduct(id: string): Product | undefined {
  return PRODUCTS.find((product) => product.id === id)
}
