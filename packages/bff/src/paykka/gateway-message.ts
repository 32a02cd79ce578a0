/** PayKKa's own words for a refusal, made fit for the log, the ledger and the shop's server. */
import { holdsCardNumber, maskCardNumbers } from '../cards/card-numbers.ts'

/** Longest message that is kept, in characters. */
const MAX_LENGTH = 300
/** More than this is not even looked at. Masking never makes this much shorter than what is kept. */
const MAX_READ = 4000

/** Digits as many as a card has, with up to three other signs between them. */
const MANY_DIGITS = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){11,}/gu
const SECURITY_CODE = /\b(cv[cvn]2?|csc|security code)\b(\P{Nd}{0,20})\p{Nd}{3,4}(?!\p{Nd})/giu
/** Names of stored cards and agreements, and what a script or a wallet has encrypted. */
const SECRETS = /\b(?:TK|RA)\d[\w-]{5,}|[\w+/=-]{48,}/g

/**
 * @param texts what PayKKa says, the general first; anything but text is left out
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

/** Never within a character of two halves. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}
