/** Ways to pay on PayKKa’s own page, as shoppers know them. */
import type { HostedMethod, HostedWay } from '@paykka-checkout/shared-types'

/** Brands keep their spelling in every language. */
const NAMES: Record<HostedMethod, string> = {
  card: 'Card',
  eftpos: 'eftpos',
  wechat_pay: 'WeChat Pay',
  alipay_plus: 'Alipay+',
  sepa: 'SEPA',
  bancontact: 'Bancontact',
  eps: 'EPS',
  ideal: 'iDEAL',
  p24: 'Przelewy24',
  sofort: 'Sofort',
  grabpay: 'GrabPay',
  boost: 'Boost',
  touch_n_go: 'Touch ’n Go',
  maybank_qrpay: 'Maybank QRPay',
  shopeepay: 'ShopeePay',
  linepay: 'LINE Pay',
  ninepay: '9Pay',
  gcash: 'GCash',
  paymaya: 'Maya',
  zalopay: 'ZaloPay',
  vietqr: 'VietQR',
  pix: 'Pix',
  picpay: 'PicPay',
  opay_wallet: 'OPay',
}

/** What a deployment has, in the order in which it is offered; `currencies` null is any. */
export type HostedOffer = { method: HostedMethod; currencies: string[] | null }

/** @returns the ways that take the currency */
export function hostedWays(offered: HostedOffer[], currency: string): HostedWay[] {
  return offered
    .filter(({ currencies }) => currencies === null || currencies.includes(currency))
    .map(({ method }) => ({ code: method, name: NAMES[method] }))
}
