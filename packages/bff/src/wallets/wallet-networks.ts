/** Card networks by each wallet’s own names, from the shop’s list or from the card brands it accepts. */
import type { ApplePaySettings, CardBrand, GooglePaySettings } from '@paykka-checkout/shared-types'

type AppleNetwork = ApplePaySettings['networks'][number]
type GoogleNetwork = GooglePaySettings['networks'][number]
type AuthMethod = GooglePaySettings['authMethods'][number]

const APPLE: Partial<Record<CardBrand, AppleNetwork>> = {
  visa: 'visa',
  mastercard: 'masterCard',
  amex: 'amex',
  discover: 'discover',
  jcb: 'jcb',
}

/** PayKKa names these four for Google Pay; JCB only by the shop’s own wish. */
const GOOGLE: Partial<Record<CardBrand, GoogleNetwork>> = {
  visa: 'VISA',
  mastercard: 'MASTERCARD',
  amex: 'AMEX',
  discover: 'DISCOVER',
}

const AUTH_METHODS: AuthMethod[] = ['PAN_ONLY', 'CRYPTOGRAM_3DS']

/** @throws Error that names what is no network */
export function appleNetworks(text: string | undefined, brands: CardBrand[]): AppleNetwork[] {
  return text === undefined
    ? byBrand(APPLE, brands)
    : pick(text, ['visa', 'masterCard', 'amex', 'discover', 'jcb'])
}

/** @throws Error that names what is no network */
export function googleNetworks(text: string | undefined, brands: CardBrand[]): GoogleNetwork[] {
  return text === undefined
    ? byBrand(GOOGLE, brands)
    : pick(text, ['VISA', 'MASTERCARD', 'AMEX', 'DISCOVER', 'JCB'])
}

/** @throws Error that names what is no method */
export function googleAuthMethods(text: string | undefined): AuthMethod[] {
  return text === undefined ? AUTH_METHODS : pick(text, AUTH_METHODS)
}

function byBrand<T>(table: Partial<Record<CardBrand, T>>, brands: CardBrand[]): T[] {
  const networks = brands.flatMap((brand) => table[brand] ?? [])
  if (networks.length === 0) throw new Error('none of CARD_BRANDS is in this wallet')
  return networks
}

function pick<T extends string>(text: string, words: readonly T[]): T[] {
  const found = text.split(',').map((item) => {
    const word = words.find((known) => known === item.trim())
    if (word === undefined) throw new Error(`"${item.trim()}" is not one of ${words.join(', ')}`)
    return word
  })
  return [...new Set(found)]
}
