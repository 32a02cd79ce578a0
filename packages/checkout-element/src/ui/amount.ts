/** Amounts in the format of the shopper's language, from the minor units that are charged. */

import type { DisplayMoney } from '../checkout/wire.ts'
import { shownLocale } from '../locales/localization.ts'

/**
 * Uses the BFF's number of decimals (ISO 4217). Browsers have other numbers for some currencies, and a price would look a
 * hundred times as high. Without that number, the BFF's own text is used.
 */
export const amountText = ({ value, currency, display, decimals }: DisplayMoney): string =>
  decimals === undefined
    ? display
    : (value / 10 ** decimals).toLocaleString(shownLocale(), {
        style: 'currency',
        currency,
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      })
