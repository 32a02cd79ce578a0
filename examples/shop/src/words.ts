/** What the back office says for words that are made for machines. */

const WORDS: Record<string, string> = {
  succeeded: 'Paid',
  authorized: 'Reserved',
  partially_refunded: 'Partly refunded',
  refunded: 'Refunded',
  partially_reversed: 'Partly released',
  canceled: 'Released',
  action_required: 'Waiting for the bank',
  needs_review: 'Needs a look',
  sending: 'Being sent',
  unknown: 'Not known yet',
}

const CAUSES: Record<string, string> = {
  shopper: 'by the shopper',
  merchant: 'by the shop',
  answer: 'PayKKa answered',
  notification: 'PayKKa told us',
  query: 'PayKKa was asked',
}

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** `partially_refunded` as a person reads it; a word that is not known is shown without its underscores. */
export const statusWords = (status: string): string => WORDS[status] ?? plain(status)

/** Why a step was taken. */
export const causeWords = (cause: string): string => CAUSES[cause] ?? plain(cause)

/** `Visa ending in 4242` */
export const cardWords = ({ brand, last4 }: { brand: string; last4: string }): string =>
  `${BRANDS[brand.toLowerCase()] ?? plain(brand)} ending in ${last4}`

const plain = (word: string): string => {
  const text = word.replaceAll(/[_-]+/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
