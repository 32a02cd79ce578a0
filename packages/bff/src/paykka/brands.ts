/**
 * PayKKa's names of card brands. Its pages show upper case with and without underscores; unknown brands are stored in lower
 * case.
 */

const BRANDS: Record<string, string> = {
  mastercard: 'mastercard',
  americanexpress: 'amex',
  dinersclub: 'diners',
  chinaunionpay: 'unionpay',
  cup: 'unionpay',
}

/** @returns our name of a brand */
export function readBrand(word: string): string {
  const plain = word.toLowerCase().replace(/[ _-]/g, '')
  return BRANDS[plain] ?? plain
}
