/** The sizes of the card form for its options. Page and frame compute them alike, so that the reserved place fits. */
import type { Appearance } from '@paykka-checkout/shared-types'

/** Height of a field, of the label above it, of the message below it, and of the pay button. */
const DENSITY = {
  compact: { field: 2.375, label: 1.375, message: 1.125, button: 2.625 },
  normal: { field: 2.875, label: 1.5, message: 1.625, button: 3.125 },
  roomy: { field: 3.5, label: 1.75, message: 1.875, button: 3.75 },
} as const

/** What a label in the field adds to its height. */
const LABEL_INSIDE = 0.75

/** Private properties by name; without options there are none. */
export function sizesOf({ density = 'normal', labels = 'above' }: Appearance): Record<string, string> {
  if (density === 'normal' && labels === 'above') return {}
  const { field, label, message, button } = DENSITY[density]
  const inside = labels !== 'above'
  return {
    '--_field-height': `var(--paykka-field-height, ${field + (inside ? LABEL_INSIDE : 0)}em)`,
    '--_button-height': `var(--paykka-button-height, ${button}em)`,
    '--_label-row': inside ? '0px' : `${label}em`,
    '--_message-row': `${message}em`,
  }
}

/** Rows of the form in a wide place and in a narrow one, and how many fields are joined to the row above. */
export function rowsOf({ cardLayout = 'rows', holder = 'required', labels = 'above' }: Appearance): {
  wide: number
  narrow: number
  joined: number
} {
  const name = holder === 'hidden' ? 0 : 1
  const inLine = cardLayout === 'line'
  const joined = inLine && labels !== 'above'
  return { wide: (inLine ? 1 : 2) + name, narrow: (joined ? 1 : 2) + name, joined: joined ? 1 : 0 }
}
