/** Opens a sealed card and checks that it belongs here and now. */
import type { CardBrand, CardPlaintext, CodePlaintext } from '@paykka-checkout/shared-types'
import validator from 'card-validator'
import type { CryptoKey } from 'jose'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { AppError, invalidField } from '../errors.ts'
import { OpenedCard } from './opened-card.ts'

/** A sealed card is good for ten minutes, and a little into the future for clocks that run ahead. */
const MAX_AGE_S = 600
const MAX_AHEAD_S = 60

export type OpenCardContext = {
  checkoutId: string
  acceptedBrands: CardBrand[]
  /** Unix milliseconds. */
  now: number
  /** @returns the private key of a `kid`, or null when there is none (any more) */
  findKey(kid: string): Promise<CryptoKey | null>
}

/**
 * @param sealed compact JWE, ECDH-ES with A256GCM
 * @throws AppError card_unreadable | card_expired_seal | validation_failed; none says what was inside
 */
export async function openCard(sealed: string, context: OpenCardContext): Promise<OpenedCard> {
  const card = parse(await decrypt(sealed, context))
  if (card.checkout !== context.checkoutId) throw new AppError('card_unreadable')
  checkAge(card.iat, context.now)
  return new OpenedCard(card, acceptedBrand(card, context))
}

async function decrypt(sealed: string, context: Pick<OpenCardContext, 'findKey'>): Promise<Uint8Array> {
  try {
    const { kid, zip } = decodeProtectedHeader(sealed)
    // The element never compresses, and whoever does may want to fill memory.
    if (zip !== undefined) throw new AppError('card_unreadable')
    const key = typeof kid === 'string' && kid.length <= 64 ? await context.findKey(kid) : null
    if (!key) throw new AppError('card_unreadable')
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return plaintext
  } catch {
    // One answer for every reason: a more exact one would help whoever forges seals.
    throw new AppError('card_unreadable')
  }
}

function parse(plaintext: Uint8Array): CardPlaintext {
  try {
    const card = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as CardPlaintext
    if (isWellFormed(card)) return card
  } catch {
    // Falls through to the one answer below: the message of a JSON error quotes its input.
  } finally {
    plaintext.fill(0)
  }
  throw new AppError('card_unreadable')
}

function isWellFormed(card: CardPlaintext): boolean {
  const matches = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value)
  const holder = card.holderName === undefined || matches(card.holderName, /^[^\p{Cc}]{1,64}$/u)
  return (
    matches(card.number, /^\d{12,19}$/) &&
    matches(card.expMonth, /^(0[1-9]|1[0-2])$/) &&
    matches(card.expYear, /^20\d{2}$/) &&
    matches(card.cvc, /^\d{3,4}$/) &&
    matches(card.checkout, /^chk_[\w-]{22}$/) &&
    Number.isSafeInteger(card.iat) &&
    holder
  )
}

/** card-validator’s names of the brands we know. */
const BRANDS: Record<string, CardBrand> = {
  visa: 'visa',
  mastercard: 'mastercard',
  'american-express': 'amex',
  discover: 'discover',
  'diners-club': 'diners',
  jcb: 'jcb',
  unionpay: 'unionpay',
}

function acceptedBrand(card: CardPlaintext, context: OpenCardContext): CardBrand {
  const { isValid, card: kind } = validator.number(card.number)
  if (!isValid) throw invalidField('/method/card', 'the card number is not valid')
  const brand = BRANDS[kind?.type ?? '']
  if (!brand || !context.acceptedBrands.includes(brand)) {
    throw invalidField('/method/card', 'this card brand is not accepted')
  }
  return brand
}

/**
 * Opens the security code of a saved card.
 * @returns its digits as bytes; whoever gets them wipes them
 * @throws AppError card_unreadable | card_expired_seal
 */
export async function openCode(
  sealed: string,
  context: Omit<OpenCardContext, 'acceptedBrands'>,
): Promise<Buffer> {
  const code = parseCode(await decrypt(sealed, context))
  if (code.checkout !== context.checkoutId) throw new AppError('card_unreadable')
  checkAge(code.iat, context.now)
  return Buffer.from(code.cvc)
}

function parseCode(plaintext: Uint8Array): CodePlaintext {
  try {
    const code = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as CodePlaintext
    if (/^\d{3,4}$/.test(code.cvc) && Number.isSafeInteger(code.iat)) return code
  } catch {
    // Falls through to the one answer below.
  } finally {
    plaintext.fill(0)
  }
  throw new AppError('card_unreadable')
}

function checkAge(iat: number, now: number): void {
  const age = now / 1000 - iat
  if (age > MAX_AGE_S || age < -MAX_AHEAD_S) throw new AppError('card_expired_seal')
}
