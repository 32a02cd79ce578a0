/** The errors that Apple's constructor throws for a payment request. */

const NETWORKS = [
  'amex',
  'bancomat',
  'bancontact',
  'cartesBancaires',
  'chinaUnionPay',
  'dankort',
  'discover',
  'eftpos',
  'electron',
  'elo',
  'girocard',
  'interac',
  'jcb',
  'mada',
  'maestro',
  'masterCard',
  'mir',
  'privateLabel',
  'visa',
  'vPay',
]
const AMOUNT = /^-?\d+(\.\d+)?$/

/** The oldest version that knows each member. */
const SINCE: Partial<Record<keyof ApplePayJS.ApplePayPaymentRequest, number>> = {
  supportsCouponCode: 12,
  recurringPaymentRequest: 14,
  automaticReloadPaymentRequest: 14,
  deferredPaymentRequest: 14,
}

/** @throws {TypeError} for a request that Apple would refuse */
export function checkAppleRequest(request: ApplePayJS.ApplePayPaymentRequest, version: number): void {
  const { countryCode, currencyCode, supportedNetworks, merchantCapabilities, total } = request
  need(/^[A-Za-z]{2}$/.test(countryCode), `"${countryCode}" is not a valid country code`)
  need(/^[A-Z]{3}$/.test(currencyCode), `"${currencyCode}" is not a valid currency code`)
  need(supportedNetworks?.length > 0, 'At least one supported network is needed')
  for (const network of supportedNetworks)
    need(NETWORKS.includes(network), `"${network}" is not a valid payment network`)
  need(merchantCapabilities?.includes('supports3DS'), 'merchantCapabilities must hold supports3DS')
  need(Boolean(total?.label), 'The total needs a label')
  for (const { amount } of [total, ...(request.lineItems ?? [])])
    need(AMOUNT.test(amount), `"${amount}" is not a valid amount`)
  need(Number(total.amount) >= 0, 'The total must not be negative')
  for (const [member, since] of Object.entries(SINCE))
    need(!(member in request) || version >= since, `${member} needs version ${since}`)
  for (const { identifier, label, amount } of request.shippingMethods ?? [])
    need(
      Boolean(identifier && label) && AMOUNT.test(amount),
      'A shipping method needs identifier, label and amount',
    )
}

function need(right: boolean, message: string): void {
  if (!right) throw new TypeError(message)
}
