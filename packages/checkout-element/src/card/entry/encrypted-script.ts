/** PayKKa’s Encrypted Card script, told apart from everything else in the page and checked before it is trusted. */
import type { EncryptedCardSettings } from '../../checkout/wire.ts'

/** What the script gives: ciphertext that only PayKKa opens. */
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

/** Both spellings are in use; PayKKa’s current one goes first. */
const GLOBALS = ['PayKKaCardCheckoutEncryptedCard', 'PaykkaCardCheckoutEncryptedCard'] as const

/** The script’s global, or `null` when the page has none. */
function scriptOf(page: unknown): Script | null {
  for (const name of GLOBALS) {
    const found = (page as Record<string, Partial<Script> | undefined>)[name]
    if (typeof found?.init === 'function') return found as Script
  }
  return null
}

/**
 * Has the script put its fields into the mount points that stand in the page.
 * @throws {TypeError} when the script is not what it should be
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

/** The four ciphertexts, or `null` when the script gave anything else. */
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
