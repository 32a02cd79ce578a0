/** Finds PayKKa's Encrypted Card script in the page and checks its results before use. */
import type { EncryptedCardSettings } from '../../checkout/wire.ts'

/** The script's result: ciphertext that only PayKKa can decrypt. */
export type EncryptedCard = {
  encryptedCardNumber: string
  encryptedExpireYear: string
  encryptedExpireMonth: string
  encryptedCVV: string
}

type Look = Record<string, string>
type Instance = { encrypt(): unknown }
type Options = {
  merchantId: string
  clientKey: string
  sandbox: boolean
  showLabel: boolean
  styles: { input: Partial<Record<'base' | 'focus' | 'valid' | 'invalid', Look>> }
  onCardEncrypted(result: unknown): void
}
type Script = { setEnv(env: { apiUrl: string; cdnUrl: string }): void; init(options: Options): Instance }

/** Both spellings are in use; PayKKa's current one comes first. */
const GLOBALS = ['PayKKaCardCheckoutEncryptedCard', 'PaykkaCardCheckoutEncryptedCard'] as const

/** The script's global, or `null` when the page has none. */
function scriptOf(page: unknown): Script | null {
  for (const name of GLOBALS) {
    const found = (page as Record<string, Partial<Script> | undefined>)[name]
    if (typeof found?.init === 'function') return found as Script
  }
  return null
}

/**
 * Lets the script put its fields into the mount points in the page.
 * @throws {TypeError} when the script lacks the expected functions
 */
export function startScript(
  { apiUrl, cdnUrl, merchantId, clientKey, sandbox }: EncryptedCardSettings,
  input: Options['styles']['input'],
  onCardEncrypted: Options['onCardEncrypted'],
): Instance {
  const script = scriptOf(globalThis)
  if (!script) throw new TypeError('The Encrypted Card script has brought no global.')
  script.setEnv?.({ apiUrl, cdnUrl })
  return script.init({ merchantId, clientKey, sandbox, showLabel: false, styles: { input }, onCardEncrypted })
}

const isCipher = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,2048}$/.test(value)

/** The four ciphertexts, or `null` for any other result. */
export function readEncrypted(value: unknown): EncryptedCard | null {
  const result = (value ?? {}) as Partial<Record<keyof EncryptedCard, unknown>>
  const { encryptedCardNumber, encryptedExpireYear, encryptedExpireMonth, encryptedCVV } = result
  return isCipher(encryptedCardNumber) &&
    isCipher(encryptedExpireYear) &&
    isCipher(encryptedExpireMonth) &&
    isCipher(encryptedCVV)
    ? { encryptedCardNumber, encryptedExpireYear, encryptedExpireMonth, encryptedCVV }
    : null
}
