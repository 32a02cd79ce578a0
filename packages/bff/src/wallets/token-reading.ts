/** Small strict readers for wallet data. Their errors never quote the input. */
import { isBlank } from '../cards/secret-digits.ts'
import { WalletTokenError } from './token-error.ts'

export type JsonObject = Record<string, unknown>

/** @throws WalletTokenError malformed */
export function readObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new WalletTokenError('malformed')
}

/** @throws WalletTokenError malformed */
export function parseObject(text: string | Uint8Array): JsonObject {
  try {
    const json = typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text)
    return readObject(JSON.parse(json))
  } catch {
    // The message of a JSON error quotes its input.
    throw new WalletTokenError('malformed')
  }
}

/** @throws WalletTokenError malformed */
export function readText(value: unknown, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value
  throw new WalletTokenError('malformed')
}

/**
 * @param taken the digits that `takeDigits` extracted before parsing
 * @param left the value in the parsed token
 * @returns a card number's digits
 * @throws WalletTokenError malformed
 */
export function readNumber(taken: Buffer | null, left: unknown): Buffer {
  if (taken && isBlank(left, taken) && taken.length >= 12 && taken.length <= 19) return taken
  throw new WalletTokenError('malformed')
}

/** Strict: `Buffer.from` alone skips invalid characters, so that many texts would be the same token. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * @returns at least one byte
 * @throws WalletTokenError malformed
 */
export function readBase64(value: unknown): Buffer {
  const bytes = Buffer.from(readText(value, BASE64), 'base64')
  // Unused bits in the last character would allow a second spelling of the same bytes.
  if (bytes.length === 0 || bytes.toString('base64') !== value) throw new WalletTokenError('malformed')
  return bytes
}
