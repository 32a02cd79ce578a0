/** Ways to pay on PayKKa's own page, as shoppers know them. */
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
  qris: 'QRIS',
  promptpay: 'PromptPay',
}

/** What a deployment has, in the order in which it is offered; `currencies` null is any. */
export type HostedOffer = { method: HostedMethod; currencies: string[] | null }

/**
 * Ways whose payment PayKKa can store for an agreement; a card for later purchases is one that can be shown by its digits.
 * Source: PayKKa "Tokenization" (cards, Apple Pay, Google Pay, SEPA).
 */
const STORED_AS_CARD: HostedMethod[] = ['card', 'apple_pay', 'google_pay']
const STORABLE: HostedMethod[] = [...STORED_AS_CARD, 'sepa']

/** @returns whether one of these ways can leave a card to pay with again */
export function leavesCard(ways: HostedMethod[]): boolean {
  return ways.some((way) => STORED_AS_CARD.includes(way))
}

/** @returns the ways that take the checkout's currency, and that can be stored where the checkout has to store one */
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

/** @returns what can be stored for this checkout; null where nothing has to be */
function storedWays(checkout: Pick<CheckoutRow, 'details' | 'save_card'>): HostedMethod[] | null {
  if (readDetails(checkout).recurring) return STORABLE
  return checkout.save_card === 'always' ? STORED_AS_CARD : null
}

/** @returns the way with the name that shoppers know it by */
export function namedWay(code: HostedMethod): HostedWay {
  return { code, name: NAMES[code] }
}
