/** Decrypts a sealed card and checks its checkout and age. */
import type { ECDH } from 'node:crypto'
import type { CardBrand, CardPlaintext, CodePlaintext } from '@paykka-checkout/shared-types'
import { AppError, invalidField } from '../domain/errors.ts'
import { isPossible, networkOf } from './card-network.ts'
import { DecryptedCard } from './decrypted-card.ts'
import { decryptSeal, readSeal } from './sealed-card.ts'
import { isBlank, takeDigits } from './secret-digits.ts'

/** A sealed card is valid for ten minutes, with a small tolerance for clocks that run ahead. */
const MAX_AGE_S = 600
const MAX_AHEAD_S = 60

type DecryptCardContext = {
  checkoutId: string
  acceptedBrands: CardBrand[]
  /** Unix milliseconds. */
  now: number
  /** @returns the private key of a `kid`; null when it does not exist or has expired */
  findKey(kid: string): Promise<ECDH | null>
}

/**
 * @param sealed compact JWE, ECDH-ES with A256GCM
 * @throws AppError card_unreadable | card_expired_seal | validation_failed; none reveals the content
 */
export async function decryptCard(sealed: string, context: DecryptCardContext): Promise<DecryptedCard> {
  const { number, cvc, rest } = parse(await decrypt(sealed, context))
  try {
    if (rest.checkout !== context.checkoutId) throw new AppError('card_unreadable')
    checkAge(rest.iat, context.now)
    const { expMonth, expYear, holderName } = rest
    if (hasEnded(expMonth, expYear, context.now))
      throw invalidField('/method/card', 'the card has expired: check the month and year')
    return new DecryptedCard({ number, cvc, expMonth, expYear, holderName }, acceptedBrand(number, context))
  } catch (error) {
    wipe(number, cvc)
    throw error
  }
}

async function decrypt(sealed: string, context: Pick<DecryptCardContext, 'findKey'>): Promise<Uint8Array> {
  try {
    const seal = readSeal(sealed)
    const key = seal && (await context.findKey(seal.kid))
    if (key) return decryptSeal(seal, key)
  } catch {
    // One error for every reason: a more precise one would help a forger.
  }
  throw new AppError('card_unreadable')
}

/** A card whose secret digits are bytes; `rest` has zeros in their place. */
type ParsedCard = { number: Buffer; cvc: Buffer; rest: CardPlaintext }

function parse(plaintext: Uint8Array): ParsedCard {
  const number = takeDigits(plaintext, 'number')
  const cvc = takeDigits(plaintext, 'cvc')
  const rest = parseJson<CardPlaintext>(plaintext)
  if (number && cvc && rest && isBlank(rest.number, number) && isBlank(rest.cvc, cvc) && isWellFormed(rest))
    return { number, cvc, rest }
  wipe(number, cvc)
  throw new AppError('card_unreadable')
}

/** @returns null for invalid JSON: an error message would quote its input */
function parseJson<T>(plaintext: Uint8Array): T | null {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as T | null
  } catch {
    return null
  } finally {
    plaintext.fill(0)
  }
}

function wipe(...secrets: (Buffer | null)[]): void {
  for (const secret of secrets) secret?.fill(0)
}

/** Does not check the checkout id, which must match exactly elsewhere. */
function isWellFormed(card: CardPlaintext): boolean {
  const matches = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value)
  const holder = card.holderName === undefined || matches(card.holderName, /^[^\p{Cc}]{1,64}$/u)
  return (
    matches(card.number, /^\d{12,19}$/) &&
    matches(card.expMonth, /^(0[1-9]|1[0-2])$/) &&
    matches(card.expYear, /^20\d{2}$/) &&
    matches(card.cvc, /^\d{3,4}$/) &&
    Number.isSafeInteger(card.iat) &&
    holder
  )
}

const DAY_MS = 24 * 60 * 60_000

/** A card is valid to the end of its month in every time zone, so one day is added. */
function hasEnded(month: string, year: string, now: number): boolean {
  return now >= Date.UTC(Number(year), Number(month), 1) + DAY_MS
}

/** card-validator's names of our brands. */
const BRANDS: Record<string, CardBrand> = {
  visa: 'visa',
  mastercard: 'mastercard',
  'american-express': 'amex',
  discover: 'discover',
  'diners-club': 'diners',
  jcb: 'jcb',
  unionpay: 'unionpay',
}

function acceptedBrand(number: Buffer, context: DecryptCardContext): CardBrand {
  const network = networkOf(number)
  if (!network || !isPossible(number, network))
    throw invalidField('/method/card', 'the card number is not valid')
  const brand = BRANDS[network.type]
  if (!brand || !context.acceptedBrands.includes(brand)) {
    throw invalidField('/method/card', 'this card brand is not accepted')
  }
  return brand
}

/**
 * Decrypts the security code of a saved card.
 * @returns its digits as bytes; the caller wipes them
 * @throws AppError card_unreadable | card_expired_seal
 */
export async function decryptCode(
  sealed: string,
  context: Omit<DecryptCardContext, 'acceptedBrands'>,
): Promise<Buffer> {
  const plaintext = await decrypt(sealed, context)
  const cvc = takeDigits(plaintext, 'cvc')
  const rest = parseJson<CodePlaintext>(plaintext)
  try {
    if (!cvc || !rest || !isCode(rest, cvc) || rest.checkout !== context.checkoutId)
      throw new AppError('card_unreadable')
    checkAge(rest.iat, context.now)
    return cvc
  } catch (error) {
    wipe(cvc)
    throw error
  }
}

function isCode(rest: CodePlaintext, cvc: Buffer): boolean {
  return isBlank(rest.cvc, cvc) && /^\d{3,4}$/.test(rest.cvc) && Number.isSafeInteger(rest.iat)
}

function checkAge(iat: number, now: number): void {
  const age = now / 1000 - iat
  if (age > MAX_AGE_S || age < -MAX_AHEAD_S) throw new AppError('card_expired_seal')
}
