/** The requests that Google's client rejects with `DEVELOPER_ERROR`. */

const AUTH_METHODS = ['PAN_ONLY', 'CRYPTOGRAM_3DS']
const NETWORKS = [
  'AMEX',
  'DISCOVER',
  'ELECTRON',
  'ELO',
  'ELO_DEBIT',
  'INTERAC',
  'JCB',
  'MAESTRO',
  'MASTERCARD',
  'VISA',
]
const PRICE = /^\d+(\.\d\d)?$/

/** Google's rejection for a request that can never work. */
export const developerError = (message: string): google.payments.api.PaymentsError => ({
  statusCode: 'DEVELOPER_ERROR',
  statusMessage: message,
})

/** @throws a `PaymentsError` for a request that Google would refuse */
export function checkReady(request: google.payments.api.IsReadyToPayRequest): void {
  need(request.apiVersion === 2 && request.apiVersionMinor === 0, 'apiVersion must be 2.0')
  need(request.allowedPaymentMethods?.length > 0, 'allowedPaymentMethods is empty')
  for (const { type, parameters } of request.allowedPaymentMethods) {
    need(type === 'CARD', 'Only CARD is known')
    need(within(parameters.allowedAuthMethods, AUTH_METHODS), 'allowedAuthMethods is invalid')
    need(within(parameters.allowedCardNetworks, NETWORKS), 'allowedCardNetworks is invalid')
  }
}

/** @throws a `PaymentsError` for a request that Google would refuse */
export function checkPaymentData(
  request: google.payments.api.PaymentDataRequest,
  callbacks: google.payments.api.PaymentDataCallbacks,
): void {
  checkReady(request)
  const { transactionInfo, callbackIntents = [], shippingOptionRequired, offerInfo } = request
  need(Boolean(request.merchantInfo), 'merchantInfo is missing')
  need(/^[A-Z]{3}$/.test(transactionInfo?.currencyCode), 'currencyCode is invalid')
  need(PRICE.test(transactionInfo.totalPrice), 'totalPrice is invalid')
  for (const { price } of transactionInfo.displayItems ?? [])
    need(/^-?\d+(\.\d+)?$/.test(price), 'price is invalid')
  need(
    transactionInfo.checkoutOption !== 'COMPLETE_IMMEDIATE_PURCHASE' ||
      transactionInfo.totalPriceStatus === 'FINAL',
    'COMPLETE_IMMEDIATE_PURCHASE needs a FINAL price',
  )
  for (const {
    tokenizationSpecification: { type, parameters },
  } of request.allowedPaymentMethods)
    need(
      type !== 'PAYMENT_GATEWAY' || Boolean(parameters.gateway && parameters.gatewayMerchantId),
      'gateway is missing',
    )
  need(
    callbackIntents.includes('PAYMENT_AUTHORIZATION') === Boolean(callbacks.onPaymentAuthorized),
    'PAYMENT_AUTHORIZATION and onPaymentAuthorized go together',
  )
  const changes = callbackIntents.some((intent) => intent !== 'PAYMENT_AUTHORIZATION')
  need(
    changes === Boolean(callbacks.onPaymentDataChanged),
    'onPaymentDataChanged goes with the intents it is for',
  )
  need(
    !shippingOptionRequired || callbackIntents.includes('SHIPPING_OPTION'),
    'shippingOptionRequired needs SHIPPING_OPTION',
  )
  need(!offerInfo || callbackIntents.includes('OFFER'), 'offerInfo needs OFFER')
}

const within = (given: readonly string[] | undefined, known: readonly string[]): boolean =>
  given !== undefined && given.length > 0 && given.every((word) => known.includes(word))

function need(right: boolean, message: string): void {
  if (!right) throw developerError(message)
}
