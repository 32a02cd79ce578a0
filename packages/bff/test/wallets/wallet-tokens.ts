/** What tests of opened tokens share. */
import { WalletTokenError } from '../../src/wallets/token-error.ts'

export const MEMBERS = {
  number: 'no',
  expYear: 'yy',
  expMonth: 'mm',
  authentication: 'auth',
  cryptogram: 'crypt',
  format: 'format',
  eci: 'eci',
}

/** @returns why a token was refused, null when it was not; any other error is a mistake */
export async function refusal(open: () => unknown): Promise<string | null> {
  try {
    await open()
    return null
  } catch (error) {
    if (error instanceof WalletTokenError) return error.fault
    throw error
  }
}
