/** The electronic commerce indicator of a cryptogram. */
import { readText } from './token-reading.ts'

/**
 * Wallets omit a leading zero for some networks; the networks' values have two digits.
 * @throws WalletTokenError malformed
 */
export function readEci(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined
  return readText(value, /^\d{1,2}$/).padStart(2, '0')
}
