/** The names that an appearance may use, and what their values may be. A test compares them with the shared types. */
import type { Grammar } from './grammars.ts'
import {
  color,
  duration,
  either,
  family,
  LINE_STYLES,
  lengths,
  line,
  plain,
  shadow,
  words,
} from './grammars.ts'

/** The parts and their states. */
export const PARTS: Readonly<Record<string, string>> = {
  input: 'hover focus invalid complete autofill disabled placeholder',
  label: 'hover focus invalid complete disabled',
  error: '',
  field: 'hover focus invalid complete disabled',
  tab: 'hover focus selected disabled',
  row: 'hover focus selected disabled',
  checkbox: 'hover focus selected disabled',
  button: 'hover focus disabled',
  icon: '',
}

/** The words of each option. */
export const OPTIONS = {
  labels: 'above floating inside',
  density: 'normal compact roomy',
  holder: 'required optional hidden',
  cardLayout: 'rows line',
  iconStyle: 'color mono none',
} as const
export type Option = keyof typeof OPTIONS
export const OPTION_NAMES = Object.keys(OPTIONS) as Option[]

type Table = readonly (readonly [RegExp, Grammar])[]

const radius = lengths(0, 999)
const weight = either(plain(100, 900), words('normal bold'))

/** Sizes that a state may not change, because they would move what is around. */
const STILL: Table = [
  [/^(padding|margin)(-inline|-block)?$/, lengths(0, 24, 2)],
  [/^gap$/, lengths(0, 24)],
  [/^font-family$/, family],
  [/^font-size$/, lengths(11, 28)],
  [/^font-weight$/, weight],
  [/^font-style$/, words('normal italic')],
  [/^letter-spacing$/, lengths(-0.5, 3.2)],
  [/^line-height$/, plain(1, 2)],
  [/^text-transform$/, words('none uppercase lowercase capitalize')],
]

/** Lines may change their width only in fields, whose height is fixed. */
const LINES: Table = [
  [/^border(-top|-right|-bottom|-left)?$/, line(4)],
  [/^border(-top|-right|-bottom|-left)?-width$/, lengths(0, 4)],
]

const PAINT: Table = [
  [/^((background|border|border-(top|right|bottom|left)|outline|caret|accent)-)?color$/, color],
  [/^(border(-top|-right|-bottom|-left)?|outline)-style$/, words(LINE_STYLES)],
  [/^outline$/, line(3)],
  [/^outline-width$/, lengths(0, 3)],
  [/^outline-offset$/, lengths(-4, 2)],
  [/^border-radius$/, lengths(0, 999, 4)],
  [/^border-(top|bottom)-(left|right)-radius$/, radius],
  [/^box-shadow$/, shadow],
  [/^transition-duration$/, duration(400)],
  [/^transition-timing-function$/, words('ease linear ease-in ease-out ease-in-out')],
]

const TOKENS: Table = [
  [
    /^(color-(brand|on-brand|surface|text|muted|border|control|field|focus|(danger|warning|success)(-soft)?)|(label|button)-color|button-background)$/,
    color,
  ],
  [/^((surface|field|button)-)?radius$/, radius],
  [/^font-family$/, family],
  [/^font-size$/, lengths(12, 24)],
  [/^surface-padding$/, lengths(0, 48, 4)],
  [/^(field|button)-height$/, lengths(36, 88)],
  [/^field-padding$/, lengths(0, 32)],
  [/^(label|button)-weight$/, weight],
]

const find = (table: Table, name: string): Grammar | undefined =>
  table.find(([pattern]) => pattern.test(name))?.[1]

export const tokenGrammar = (name: string): Grammar | undefined => find(TOKENS, name)

export const propertyGrammar = (name: string): Grammar | undefined =>
  find([...STILL, ...LINES, ...PAINT], name)

/** True when a state of this part may not change the property. */
export const isStill = (part: string, property: string): boolean =>
  (find(STILL, property) ?? (part === 'input' ? undefined : find(LINES, property))) !== undefined
