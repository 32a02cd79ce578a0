/** PayKKa's names: paths, headers and the JSON members that we read. Source: PayKKa API reference v3. */

export const PATHS = {
  purchase: '/v3/payment/acq',
  query: '/v3/payment/acq/query',
  applePaySession: '/v3/payment/acq/apple-pay/create-session',
  capture: '/v3/payment/acq/capture',
  void: '/v3/payment/acq/void',
  refund: '/v3/payment/acq/refund',
  refundQuery: '/v3/payment/acq/refund/query',
  tokenQuery: '/v3/payment/acq/token/query',
  tokenRemove: '/v3/payment/acq/token/remove',
  recurringCancel: '/v3/payment/acq/recurring/cancel',
  session: '/v3/payment/acq/session',
} as const

export const HEADERS = {
  appId: 'x-paykka-appid',
  timestamp: 'x-paykka-timestamp',
  nonce: 'x-paykka-nonce',
  sign: 'x-paykka-sign',
  signAlgorithm: 'x-paykka-sign-alg',
} as const

export const RET_OK = new Set(['000000', '0000', '0'])

/** "System exception": anything may have happened. */
export const SYSTEM_ERROR = '999999'

/** `ret_code`s and `error_code`s with which PayKKa refuses before anything is executed. */
export const REFUSED_CONFIGURATION = new Set([
  ...['206001', '206002', '206003', '206004', '206005', '206006', '206007', '206008', '206011', '206017'],
  ...['210001', '210002', '210003'],
  ...range(1000, 1022),
  ...[
    '2000',
    '2001',
    '2002',
    '2007',
    '2008',
    '2009',
    '2010',
    '2011',
    '2012',
    '2013',
    '2014',
    '2015',
    '2016',
    '2017',
  ],
])

/**
 * "Invalid request or parameter", and codes whose text is unknown. Each of them may also mean that the `trans_id` was used
 * before.
 */
export const REFUSED_REQUEST = new Set(['010000', '2018', '210004', '210069'])

/** The encrypted card could not be decrypted or is too old: the shopper enters it again. */
export const REFUSED_CARD = new Set(['2003', '2004', '2005', '206020', '206021'])

/** "Order missing". */
export const NOT_FOUND = new Set(['206024'])

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}
