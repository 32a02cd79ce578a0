/** The network of a card number, and whether the number is possible. The number stays bytes. */
import validator from 'card-validator'
import { luhn } from './luhn.ts'

/** Networks' ranges differ within fewer digits than these (ISO/IEC 7812-1). */
const RANGE_DIGITS = 8

// The library's table lacks Diners Club's 3095 (ranges published by Discover Network).
validator.creditCardType.updateCard('diners-club', { patterns: [[300, 305], 3095, 36, 38, 39] })

export type Network = NonNullable<ReturnType<typeof validator.number>['card']>

/** @returns the network; undefined when no range matches */
export function networkOf(number: Buffer): Network | undefined {
  return validator.number(number.toString('latin1', 0, RANGE_DIGITS)).card ?? undefined
}

/** @returns whether length and check digit are valid; UnionPay issues numbers without a check digit */
export function isPossible(number: Buffer, network: Network): boolean {
  return network.lengths.includes(number.length) && (network.type === 'unionpay' || luhn(number))
}
