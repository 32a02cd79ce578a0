/** PayKKa's message about a refusal, cleaned for the log, the database and the shop's server. */
import { holdsCardNumber, maskCardNumbers } from '../cards/card-numbers.ts'

/** Maximum length of a stored message, in characters. */
const MAX_LENGTH = 300
/** Longer text is cut before masking. Masking never shortens this much text below the stored length. */
const MAX_READ = 4000

/** As many digits as a card number has, with up to three other characters between them. */
const MANY_DIGITS = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){11,}/gu
const SECURITY_CODE = /\b(cv[cvn]2?|csc|security code)\b(\P{Nd}{0,20})\p{Nd}{3,4}(?!\p{Nd})/giu
/** Tokens of stored cards and agreements, and ciphertext of scripts or wallets. */
const SECRETS = /\b(?:TK|RA)\d[\w-]{5,}|[\w+/=-]{48,}/g

/**
 * @param texts PayKKa's messages, the general one first; anything but a string is ignored
 * @returns one line without card data, at most 300 characters; undefined when nothing is left
 */
export function gatewayMessage(...texts: unknown[]): string | undefined {
  const lines = texts.map(oneLine).filter((line) => line !== '')
  const masked = mask([...new Set(lines)].join(': '))
  return masked === '' || holdsCardNumber(masked) ? undefined : cut(masked)
}

function oneLine(text: unknown): string {
  if (typeof text !== 'string') return ''
  return text
    .slice(0, MAX_READ)
    .normalize('NFKC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
}

function mask(text: string): string {
  return maskCardNumbers(text)
    .replace(SECRETS, '[secret]')
    .replace(MANY_DIGITS, '[digits]')
    .replace(SECURITY_CODE, '$1$2[digits]')
}

/** Never splits a surrogate pair. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}
