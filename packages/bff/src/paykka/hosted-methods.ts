/** PayKKa’s codes of the ways to pay on its own page. */
import type { HostedMethod } from '@paykka-checkout/shared-types'

/**
 * `BANKCARD` and `GRABPAY` stand in PayKKa’s examples; the others follow the same upper-snake form of the names in its
 * reference and are not attested, so a deployment can replace each (`HOSTED_METHOD_CODES`).
 * Source: PayKKa API reference v3, `payment_method` and `allowed_payment_methods`.
 */
export const HOSTED_CODES: Record<HostedMethod, string> = {
  card: 'BANKCARD',
  eftpos: 'EFTPOS',
  wechat_pay: 'WECHAT_PAY_GLOBAL',
  alipay_plus: 'ALIPAY_PLUS',
  sepa: 'SEPA',
  bancontact: 'BANCONTACT',
  eps: 'EPS',
  ideal: 'IDEAL',
  p24: 'P24',
  sofort: 'SOFORT',
  grabpay: 'GRABPAY',
  boost: 'BOOST',
  touch_n_go: 'TOUCH_N_GO',
  maybank_qrpay: 'MAYBANK_QRPAY',
  shopeepay: 'SHOPEEPAY',
  linepay: 'LINEPAY',
  ninepay: 'NINEPAY',
  gcash: 'GCASH',
  paymaya: 'PAYMAYA',
  zalopay: 'ZALOPAY',
  vietqr: 'VIETQR',
  pix: 'PIX',
  picpay: 'PICPAY',
  opay_wallet: 'OPAY_WALLET',
}

/** @param overrides codes that this deployment’s PayKKa account uses instead */
export function hostedCode(method: HostedMethod, overrides: Partial<Record<HostedMethod, string>>): string {
  return overrides[method] ?? HOSTED_CODES[method]
}
