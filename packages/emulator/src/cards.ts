/** The test cards: one row each. Only bin, last4 and brand of a card are ever kept. */

import { invalid } from './refusal.ts'

/** What PayKKa shows of a card. */
export interface CardSummary {
  bin: string
  last4: string
  brand: string
}

/** A card's last month: four and two digits. */
export interface Expiry {
  year: string
  month: string
}

/** What happens when a card is charged. */
export type Outcome =
  | { kind: 'approve' }
  | { kind: 'challenge' }
  /** Declined with the wish for 3-D Secure; challenged when the request asks for that. */
  | { kind: 'soft-decline' }
  | { kind: 'decline'; code: string; text: string }
  | { kind: 'approve-later' }
  | { kind: 'charged-no-answer' }
  | { kind: 'not-charged-no-answer' }

/**
 * PayKKa publishes no issuer decline codes: the 3xxx codes are the emulator's own. 2099 is PayKKa's documented "Invalid
 * Card".
 */
export const DECLINES = {
  invalidCard: { kind: 'decline', code: '2099', text: 'Invalid Card' },
  doNotHonor: { kind: 'decline', code: '3005', text: 'Do not honor' },
  insufficientFunds: { kind: 'decline', code: '3051', text: 'Insufficient funds' },
  authenticationRequired: { kind: 'decline', code: '3065', text: 'Authentication required' },
  expiredCard: { kind: 'decline', code: '3054', text: 'Expired card' },
  wrongCvc: { kind: 'decline', code: '3082', text: 'Wrong CVC' },
  authenticationFailed: { kind: 'decline', code: '3101', text: 'Authentication failed' },
} as const satisfies Record<string, Outcome>

const TEST_CARDS: Readonly<Record<string, Outcome>> = {
  '4242424242424242': { kind: 'approve' },
  '5555555555554444': { kind: 'challenge' },
  '4000000000003220': { kind: 'soft-decline' },
  '4000000000000002': DECLINES.doNotHonor,
  '4000000000009995': DECLINES.insufficientFunds,
  '4000000000000069': DECLINES.expiredCard,
  '4000000000000127': DECLINES.wrongCvc,
  '4000000000000119': { kind: 'approve-later' },
  '4000000000000259': { kind: 'charged-no-answer' },
  '4000000000000341': { kind: 'not-charged-no-answer' },
}

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'VISA'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'MASTERCARD'],
  [/^3[47]/, 'AMEX'],
  [/^35(2[89]|[3-8])/, 'JCB'],
  [/^3(0[0-5]|095|[689])/, 'DINERS'],
  [/^(6011|64[4-9]|65)/, 'DISCOVER'],
  [/^62/, 'UNIONPAY'],
]

/** The card that pays on the hosted page. */
export const HOSTED_PAN = '4242424242424242'

/** The row of a card; any other number that passes the Luhn check succeeds. */
export function outcomeOf(pan: string): Outcome {
  const listed = Object.hasOwn(TEST_CARDS, pan) ? TEST_CARDS[pan] : undefined
  return listed ?? (passesLuhn(pan) ? { kind: 'approve' } : DECLINES.invalidCard)
}

/** A test card with its number, by its last four digits. */
export function testCard(last4: string): CardSummary & { pan: string } {
  const pan = Object.keys(TEST_CARDS).find((number) => number.endsWith(last4))
  if (pan === undefined) throw invalid('card is not one of the test cards')
  return { ...summarize(pan), pan }
}

/** The test cards as a wallet may list them, without their numbers. */
export function testCards(): { card: string; brand: string; outcome: Outcome['kind'] }[] {
  return Object.entries(TEST_CARDS).map(([pan, outcome]) => ({
    card: pan.slice(-4),
    brand: summarize(pan).brand,
    outcome: outcome.kind,
  }))
}

/** The part of a card that may be kept and shown. */
export function summarize(pan: string): CardSummary {
  const brand = BRANDS.find(([prefix]) => prefix.test(pan))?.[1] ?? 'UNKNOWN'
  return { bin: pan.slice(0, 6), last4: pan.slice(-4), brand }
}

/** Whether the card's last month is over (UTC). */
export function isExpired(year: string, month: string, now: number): boolean {
  return Date.UTC(Number(year), Number(month), 1) <= now
}

function passesLuhn(pan: string): boolean {
  const digits = [...pan].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const value = index % 2 === 1 ? digit * 2 : digit
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
