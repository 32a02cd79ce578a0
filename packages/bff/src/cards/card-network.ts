/** Whose card a number is, and whether it can be one. The number stays bytes. */
import validator from 'card-validator'
import { luhn } from './luhn.ts'

/** The networks tell their ranges apart by fewer digits than these (ISO/IEC 7812-1). */
const RANGE_DIGITS = 8

// The table lacks 3095, which is Diners Club's too (ranges published by Discover Network).
validator.creditCardType.updateCard('diners-club', { patterns: [[300, 305], 3095, 36, 38, 39] })

export type Network = NonNullable<ReturnType<typeof validator.number>['card']>

/** @returns the network, undefined when no range fits */
export function networkOf(number: Buffer): Network | undefined {
  return validator.number(number.toString('latin1', 0, RANGE_DIGITS)).card ?? undefined
}

/** @returns whether length and check digit fit; UnionPay gives out numbers without one */
export function isPossible(number: Buffer, network: Network): boolean {
  return network.lengths.includes(number.length) && (network.type === 'unionpay' || luhn(number))
}
