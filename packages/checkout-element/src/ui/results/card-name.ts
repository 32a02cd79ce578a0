/** `Visa ending in 4242`, in the shopper's language. */
import type { PublicPayment } from '../../checkout/wire.ts'
import { card } from './result-messages.ts'

export const cardName = ({ brand, last4 }: NonNullable<PublicPayment['card']>): string =>
  card(brandName(brand), last4)

/** `visa` becomes `Visa`; the BFF may name brands that this version does not know. */
const brandName = (brand: string): string =>
  ({ amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay', diners: 'Diners Club' })[
    brand.toLowerCase()
  ] ?? brand.charAt(0).toUpperCase() + brand.slice(1)
