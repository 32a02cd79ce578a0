/** Names and drawings of the ways to pay on PayKKa's page, by PayKKa's codes. Names are not translated. */

/** The kind of payment; it decides the drawing. */
export type HostedKind = 'card' | 'wallet' | 'qr' | 'bank' | 'debit'
export type HostedFacts = { name: string; kind: HostedKind; color: string }

const row = (name: string, kind: HostedKind, color: string): HostedFacts => ({ name, kind, color })

const FACTS: Record<string, HostedFacts> = {
  CARD: row('Card', 'card', '#4a5470'),
  BANKCARD: row('Card', 'card', '#4a5470'),
  APPLE_PAY: row('Apple Pay', 'wallet', '#3a3a3c'),
  GOOGLE_PAY: row('Google Pay', 'wallet', '#3a5ba8'),
  WECHAT_PAY: row('WeChat Pay', 'qr', '#1d7a3c'),
  ALIPAY_PLUS: row('Alipay+', 'qr', '#1c5fb8'),
  GRABPAY: row('GrabPay', 'wallet', '#0f7a45'),
  GCASH: row('GCash', 'wallet', '#1559c0'),
  PAYMAYA: row('Maya', 'wallet', '#1f7a52'),
  SHOPEEPAY: row('ShopeePay', 'wallet', '#b8451f'),
  BOOST: row('Boost', 'wallet', '#b8333c'),
  TOUCH_N_GO: row('Touch ’n Go eWallet', 'wallet', '#1b559c'),
  MAYBANK_QRPAY: row('Maybank QRPay', 'qr', '#8a6a00'),
  LINEPAY: row('LINE Pay', 'wallet', '#1d7a3c'),
  NINEPAY: row('9Pay', 'wallet', '#177a6c'),
  ZALOPAY: row('ZaloPay', 'wallet', '#1a66b3'),
  OPAY_WALLET: row('OPay', 'wallet', '#1a7a55'),
  PICPAY: row('PicPay', 'wallet', '#1d7a4c'),
  VIETQR: row('VietQR', 'qr', '#a83232'),
  QRIS: row('QRIS', 'qr', '#a3303a'),
  PROMPTPAY: row('PromptPay', 'qr', '#1d3f7a'),
  PIX: row('Pix', 'qr', '#177a70'),
  IDEAL: row('iDEAL', 'bank', '#9c2a6a'),
  BANCONTACT: row('Bancontact', 'bank', '#1d4f91'),
  EPS: row('EPS', 'bank', '#8a3a52'),
  P24: row('Przelewy24', 'bank', '#a8323f'),
  SOFORT: row('Sofort', 'bank', '#6a3f6e'),
  SEPA: row('SEPA', 'debit', '#2a4d9c'),
  EFTPOS: row('eftpos', 'card', '#7a2f6a'),
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
  const facts = BY_PLAIN_CODE.get(ALSO[key] ?? key) ?? row(code, 'wallet', '#4a5470')
  return name ? { ...facts, name } : facts
}
