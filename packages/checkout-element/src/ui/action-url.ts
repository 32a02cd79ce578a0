/** The address of the next step of a payment: 3-D Secure or PayKKa's page. */
import { parseActionUrl } from '../checkout/addresses.ts'
import type { PublicPayment } from '../checkout/wire.ts'

/** The checked address, or `null` when there is none that the element may go to. */
export const actionUrl = ({ payment }: { payment: PublicPayment }): string | null =>
  parseActionUrl(payment.action?.url ?? '')
