/** Names and kinds of the ways to pay on PayKKa's page, by PayKKa's codes. Names are not translated. */
import type { MethodKind } from '../method-mark.ts'

export type HostedFacts = { name: string; kind: MethodKind }

/** A payment on PayKKa's page whose way is not known. */
export const PAYKKA = { code: 'paykka', name: 'PayKKa' }

const row = (name: string, kind: MethodKind): HostedFacts => ({ name, kind })

const FACTS: Record<string, HostedFacts> = {
  CARD: row('Card', 'card'),
  BANKCARD: row('Card', 'card'),
  APPLE_PAY: row('Apple Pay', 'wallet'),
  GOOGLE_PAY: row('Google Pay', 'wallet'),
  WECHAT_PAY: row('WeChat Pay', 'qr'),
  ALIPAY_PLUS: row('Alipay+', 'qr'),
  GRABPAY: row('GrabPay', 'wallet'),
  GCASH: row('GCash', 'wallet'),
  PAYMAYA: row('Maya', 'wallet'),
  SHOPEEPAY: row('ShopeePay', 'wallet'),
  BOOST: row('Boost', 'wallet'),
  TOUCH_N_GO: row('Touch ’n Go eWallet', 'wallet'),
  MAYBANK_QRPAY: row('Maybank QRPay', 'qr'),
  LINEPAY: row('LINE Pay', 'wallet'),
  NINEPAY: row('9Pay', 'wallet'),
  ZALOPAY: row('ZaloPay', 'wallet'),
  OPAY_WALLET: row('OPay', 'wallet'),
  PICPAY: row('PicPay', 'wallet'),
  VIETQR: row('VietQR', 'qr'),
  QRIS: row('QRIS', 'qr'),
  PROMPTPAY: row('PromptPay', 'qr'),
  PIX: row('Pix', 'qr'),
  IDEAL: row('iDEAL', 'bank'),
  BANCONTACT: row('Bancontact', 'bank'),
  EPS: row('EPS', 'bank'),
  P24: row('Przelewy24', 'bank'),
  SOFORT: row('Sofort', 'bank'),
  SEPA: row('SEPA', 'debit'),
  EFTPOS: row('eftpos', 'card'),
}

/** Codes differ in case and underscores between PayKKa's pages: `AlipayPlus`, `ALIPAY_PLUS`. */
const plain = (code: string): string => code.replace(/[^a-z0-9]/gi, '').toUpperCase()

const BY_PLAIN_CODE = new Map(Object.entries(FACTS).map(([code, facts]) => [plain(code), facts]))

/** Other spellings of the same method. */
const ALSO: Record<string, string> = {
  WECHATPAYGLOBAL: 'WECHATPAY',
  TOUCHNGOEWALLET: 'TOUCHNGO',
  '9PAY': 'NINEPAY',
  PRZELEWY24: 'P24',
}

/** What is known of a method. An unknown method keeps the name from the BFF. */
export function factsOf({ code, name }: { code: string; name?: string }): HostedFacts {
  const key = plain(code)
  const facts = BY_PLAIN_CODE.get(ALSO[key] ?? key) ?? row(code, 'wallet')
  return name ? { ...facts, name } : facts
}
