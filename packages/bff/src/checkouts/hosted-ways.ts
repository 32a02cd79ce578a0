/** Payment methods on PayKKa's own page, with their public names. */
import type { HostedMethod, HostedWay } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { readDetails } from './checkout-details.ts'

/** Brands keep their spelling in every language. */
const NAMES: Record<HostedMethod, string> = {
  card: 'Card',
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
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
  touch_n_go: 'Touch \u2019n Go',
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
  qris: 'QRIS',
  promptpay: 'PromptPay',
}

/** A method of the deployment, in the order offered; `currencies` null means any. */
export type HostedOffer = { method: HostedMethod; currencies: string[] | null }

/**
 * Methods whose payment PayKKa can store for an agreement; only these yield a saved card with digits to show. Source:
 * PayKKa "Tokenization" (cards, Apple Pay, Google Pay, SEPA).
 */
const STORED_AS_CARD: HostedMethod[] = ['card', 'apple_pay', 'google_pay']
const STORABLE: HostedMethod[] = [...STORED_AS_CARD, 'sepa']

/** @returns whether one of these methods can yield a saved card */
export function leavesCard(ways: HostedMethod[]): boolean {
  return ways.some((way) => STORED_AS_CARD.includes(way))
}

/** @returns the methods that accept the checkout's currency and, where the checkout must store one, can be stored */
export function hostedWays(
  offered: HostedOffer[],
  checkout: Pick<CheckoutRow, 'currency' | 'details' | 'save_card'>,
): HostedWay[] {
  const stored = storedWays(checkout)
  return offered
    .filter(({ currencies }) => currencies === null || currencies.includes(checkout.currency))
    .filter(({ method }) => stored === null || stored.includes(method))
    .map(({ method }) => namedWay(method))
}

/** @returns the methods that can be stored for this checkout; null where nothing must be stored */
function storedWays(checkout: Pick<CheckoutRow, 'details' | 'save_card'>): HostedMethod[] | null {
  if (readDetails(checkout).recurring) return STORABLE
  return checkout.save_card === 'always' ? STORED_AS_CARD : null
}

/** @returns the method with its public name */
export function namedWay(code: HostedMethod): HostedWay {
  return { code, name: NAMES[code] }
}
