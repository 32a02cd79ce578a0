/** PayKKa's words for card brands. Its pages show upper case with and without underscores; unknown ones are kept in lower case. */

const BRANDS: Record<string, string> = {
  mastercard: 'mastercard',
  americanexpress: 'amex',
  dinersclub: 'diners',
  chinaunionpay: 'unionpay',
  cup: 'unionpay',
}

/** @returns our word for a brand */
export function readBrand(word: string): string {
  const plain = word.toLowerCase().replace(/[ _-]/g, '')
  return BRANDS[plain] ?? plain
}
