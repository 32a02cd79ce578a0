/** Reads an appearance: keeps what is allowed, written anew, and lists what it drops. Pure. */
import type { Appearance, AppearanceFont } from '@paykka-checkout/shared-types'
import { textOf, tokensOf } from './css-tokens.ts'
import type { Fault, Grammar } from './grammars.ts'
import { isStill, OPTION_NAMES, OPTIONS, PARTS, propertyGrammar, tokenGrammar } from './names.ts'

/**
 * `name`: not in the list. `value`: not a value of this kind. `range`: too small or too large. `state`: would move things.
 * `place`: not for this part. `font`: a font's address. `invisible`: nobody could read it.
 * `focus`: nobody could see the focus.
 */
export type DropReason = Fault | 'name' | 'state' | 'place' | 'font' | 'invisible' | 'focus'
export type Dropped = { path: string; reason: DropReason }

export type Parsed = { appearance: Appearance; dropped: Dropped[] }

type Fields = Readonly<Record<string, unknown>>
type Drop = (path: string, reason: DropReason) => void

const MAX_FONTS = 8

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/**
 * @param given what a page or a server sent
 * @param hosts origins that may serve fonts
 * @param base address that the addresses of fonts are relative to
 */
export function parseAppearance(given: unknown, hosts: readonly string[], base: string): Parsed {
  const dropped: Dropped[] = []
  const drop: Drop = (path, reason) => void dropped.push({ path: path.slice(0, 80), reason })
  const { tokens, rules, fonts, ...options } = fieldsOf(given)
  const appearance = {
    ...filled('tokens', valuesOf(tokens, 'tokens', tokenGrammar, drop)),
    ...filled('rules', rulesOf(rules, drop)),
    ...filled('fonts', fontsOf(fonts, hosts, base, drop)),
    ...optionsOf(options, drop),
  }
  return { appearance: appearance as Appearance, dropped }
}

const filled = (name: string, value: object): Fields =>
  Object.keys(value).length > 0 ? { [name]: value } : {}

function optionsOf(options: Fields, drop: Drop): Fields {
  const kept = Object.entries(options).filter(([name, word]) => {
    const known = OPTION_NAMES.find((option) => option === name)
    if (known && OPTIONS[known].split(' ').includes(String(word))) return true
    if (word !== undefined) drop(name, known ? 'value' : 'name')
    return false
  })
  return Object.fromEntries(kept)
}

function rulesOf(rules: unknown, drop: Drop): Fields {
  const kept = Object.entries(fieldsOf(rules)).map(([rule, given]) => {
    const path = `rules.${rule}`
    const [part = '', state, ...more] = rule.split(':')
    const states = Object.hasOwn(PARTS, part) ? PARTS[part]?.split(' ') : undefined
    const known = states && more.length === 0 && (state === undefined || (state && states.includes(state)))
    if (!known) drop(path, 'name')
    const values = known ? valuesOf(given, path, propertyGrammar, drop, misplaced(part, state)) : {}
    return [rule, values] as const
  })
  return Object.fromEntries(kept.filter(([, values]) => Object.keys(values).length > 0))
}

/** Why a part or state may not have a property. */
const misplaced =
  (part: string, state: string | undefined) =>
  (property: string): DropReason | null => {
    if (/^margin/.test(property) && (part === 'input' || part === 'icon')) return 'place'
    return state && isStill(part, property) ? 'state' : null
  }

/** `borderColor` is the same as `border-color`. */
const kebab = (name: string): string => {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return dashed === 'background' ? 'background-color' : dashed
}

function valuesOf(
  given: unknown,
  path: string,
  grammarOf: (name: string) => Grammar | undefined,
  drop: Drop,
  refuse: (name: string) => DropReason | null = () => null,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [written, value] of Object.entries(fieldsOf(given))) {
    const name = kebab(written)
    const grammar = grammarOf(name)
    const found = grammar ? (refuse(name) ?? check(grammar, value)) : 'name'
    if (typeof found === 'string') drop(`${path}.${written}`, found)
    else values[name] = found.text
  }
  return values
}

function check(grammar: Grammar, value: unknown): Fault | { text: string } {
  const tokens = tokensOf(String(value))
  const fault = tokens ? grammar(tokens) : 'value'
  return fault ?? { text: textOf(tokens ?? []) }
}

function fontsOf(fonts: unknown, hosts: readonly string[], base: string, drop: Drop): AppearanceFont[] {
  if (fonts !== undefined && !Array.isArray(fonts)) drop('fonts', 'value')
  return (Array.isArray(fonts) ? fonts : []).flatMap((font: unknown, index) => {
    const read = index < MAX_FONTS ? fontOf(fieldsOf(font), hosts, base) : null
    if (!read) drop(`fonts.${index}`, 'font')
    return read ? [read] : []
  })
}

/** The address has no query, so that it can carry nothing. */
function fontOf(
  { family, src, weight = 'normal', style = 'normal' }: Fields,
  hosts: readonly string[],
  base: string,
): AppearanceFont | null {
  const url = URL.parse(String(src), base)
  const fits =
    url &&
    hosts.includes(url.origin) &&
    !url.search &&
    /\.woff2?$/.test(url.pathname) &&
    FONT.test(`${family ?? ''}/${weight}/${style}`)
  return fits ? ({ family, src: url.origin + url.pathname, weight, style } as AppearanceFont) : null
}

/** Family, weight or range of weights, and style. */
const FONT = /^[\w -]{1,60}\/(?:normal|bold|[1-9]\d\d(?: [1-9]\d\d)?)\/(?:normal|italic)$/
