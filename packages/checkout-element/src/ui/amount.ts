/** Amounts as the shopper's language writes them, from the same minor units that are charged. */

import type { DisplayMoney } from '../checkout/wire.ts'
import { shownLocale } from '../locales/localization.ts'

/**
 * The decimals are the BFF's (ISO 4217): an engine's own table has others for some currencies, and a price would look a
 * hundred times as high. Without them, the BFF's own text.
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
