/** Where a payment that waits for the shopper sends them. */
import { parseActionUrl } from '../checkout/addresses.ts'
import type { PublicPayment } from '../checkout/wire.ts'

/** The checked address, or `null` when there is none the element would go to. */
export const actionUrl = ({ payment }: { payment: PublicPayment }): string | null =>
  parseActionUrl(payment.action?.url ?? '')
