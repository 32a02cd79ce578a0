/**
 * What page and frame say to each other over their private port, and the checks both sides make by hand.
 * Whatever is not exactly one of these messages is ignored. No card data in either direction: only ciphertext.
 */
import type { CardField, CardLook, CardStatus, SealOutcome } from '../card/card-entry.ts'
import { CARD_FIELDS, SEAL_FAILURES } from '../card/card-entry.ts'
import type { CardBrand } from '../wire.ts'

/** The only message sent window to window; it carries the port for everything else. */
export const CONNECT = 'paykka:connect'

export type ToFrame =
  | { type: 'configure'; checkout: string; look: CardLook }
  | { type: 'seal'; id: number }
  | { type: 'focus' }
  | { type: 'reset' }
  | { type: 'lock'; locked: boolean }

export type ToPage =
  | { type: 'ready' }
  | { type: 'change'; status: CardStatus }
  | { type: 'height'; height: number }
  | { type: 'submit' }
  | { type: 'outcome'; id: number; outcome: SealOutcome }
  | { type: 'refused'; code: 'insecure_context' }

type Fields = Record<string, unknown>

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isCount = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
const isOneOf = <T>(value: unknown, words: readonly T[]): value is T => words.some((word) => word === value)
const isFieldList = (value: unknown): value is CardField[] =>
  Array.isArray(value) &&
  value.length <= CARD_FIELDS.length &&
  value.every((item) => isOneOf(item, CARD_FIELDS))
const isLast4 = (value: unknown): value is string => isText(value, 4) && /^[0-9]{4}$/.test(value)
const isBrand = (value: unknown): value is CardBrand => isText(value, 32) && /^[a-z]+$/.test(value)

/** True for the message that offers the port. */
export const isConnect = (data: unknown): boolean => fieldsOf(data)?.type === CONNECT

/** A message of the page, or `null`. */
export function readToFrame(data: unknown): ToFrame | null {
  const message = fieldsOf(data)
  switch (message?.type) {
    case 'configure':
      return isText(message.checkout, 64) && isLook(message.look)
        ? { type: 'configure', checkout: message.checkout, look: message.look }
        : null
    case 'seal':
      return isCount(message.id, 1e9) ? { type: 'seal', id: message.id } : null
    case 'lock':
      return isFlag(message.locked) ? { type: 'lock', locked: message.locked } : null
    case 'focus':
    case 'reset':
      return { type: message.type }
    default:
      return null
  }
}

/** A message of the frame, or `null`. */
export function readToPage(data: unknown): ToPage | null {
  const message = fieldsOf(data)
  switch (message?.type) {
    case 'ready':
    case 'submit':
      return { type: message.type }
    case 'refused':
      return message.code === 'insecure_context' ? { type: 'refused', code: message.code } : null
    case 'height':
      return isCount(message.height, 4000) ? { type: 'height', height: message.height } : null
    case 'change':
      return isStatus(message.status) ? { type: 'change', status: message.status } : null
    case 'outcome':
      return isCount(message.id, 1e9) && isOutcome(message.outcome)
        ? { type: 'outcome', id: message.id, outcome: message.outcome }
        : null
    default:
      return null
  }
}

function isLook(value: unknown): value is CardLook {
  const look = fieldsOf(value)
  return (
    look !== null &&
    isOneOf(look.theme, ['light', 'dark'] as const) &&
    isOneOf(look.dir, ['ltr', 'rtl'] as const) &&
    isText(look.locale, 35) &&
    fieldsOf(look.tokens) !== null
  )
}

function isStatus(value: unknown): value is CardStatus {
  const status = fieldsOf(value)
  return (
    status !== null &&
    (status.brand === null || isBrand(status.brand)) &&
    (status.last4 === null || isLast4(status.last4)) &&
    isFlag(status.empty) &&
    isFlag(status.complete) &&
    isFieldList(status.invalid)
  )
}

function isOutcome(value: unknown): value is SealOutcome {
  const outcome = fieldsOf(value)
  switch (outcome?.kind) {
    case 'sealed':
      return isText(outcome.jwe, 4096) && isBrand(outcome.brand) && isLast4(outcome.last4)
    case 'invalid':
      return isFieldList(outcome.fields)
    case 'failed':
      return isOneOf(outcome.code, SEAL_FAILURES)
    default:
      return false
  }
}
