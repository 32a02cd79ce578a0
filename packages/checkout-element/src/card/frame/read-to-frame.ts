/** Reads the page's messages to the frame; everything else is ignored. */
import type { CardLook } from '../entry/card-entry.ts'
import { fieldsOf, isCardText, isCount, isFlag, isOneOf, isText } from './checks.ts'
import type { ToFrame } from './frame-protocol.ts'
import { CONNECT } from './frame-protocol.ts'

/** True for the message that offers the port. */
export const isConnect = (data: unknown): boolean => fieldsOf(data)?.type === CONNECT

/** A message of the page, or `null`. */
export function readToFrame(data: unknown): ToFrame | null {
  const message = fieldsOf(data)
  switch (message?.type) {
    case 'configure':
      return readConfigure(message)
    case 'seal':
      return isCount(message.id, 1e9) ? { type: 'seal', id: message.id } : null
    case 'lock':
      return isFlag(message.locked) ? { type: 'lock', locked: message.locked } : null
    case 'report':
    case 'focus':
    case 'reset':
      return { type: message.type }
    default:
      return null
  }
}

function readConfigure({ checkout, look, code }: Record<string, unknown>): ToFrame | null {
  if (!isText(checkout, 64) || !isLook(look)) return null
  if (code === undefined) return { type: 'configure', checkout, look }
  return isOneOf(code, [3, 4] as const) ? { type: 'configure', checkout, look, code } : null
}

function isLook(value: unknown): value is CardLook {
  const look = fieldsOf(value)
  return (
    look !== null &&
    isOneOf(look.theme, ['light', 'dark'] as const) &&
    isOneOf(look.dir, ['ltr', 'rtl'] as const) &&
    isText(look.locale, 35) &&
    isTexts(look.texts) &&
    fieldsOf(look.tokens) !== null &&
    isAppearance(look.appearance)
  )
}

/** Longest appearance, in characters. It is parsed where it is applied. */
const MAX_APPEARANCE = 30_000

const isAppearance = (value: unknown): boolean =>
  value === undefined || (fieldsOf(value) !== null && JSON.stringify(value).length <= MAX_APPEARANCE)

/** A shop's texts: few, short, for messages only. They are shown as plain text. */
function isTexts(value: unknown): value is Record<string, string> {
  const entries = Object.entries(fieldsOf(value) ?? { '': null })
  return entries.length <= 60 && entries.every(([id, text]) => isCardText(id, text))
}
