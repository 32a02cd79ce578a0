/** Checks an appearance by its names and by the outline of its values. The element parses each value again. */
import {
  APPEARANCE_OPTIONS,
  APPEARANCE_PARTS,
  APPEARANCE_PROPERTIES,
  APPEARANCE_TOKENS,
} from '@paykka-checkout/shared-types'
import { isRecord } from '../../domain/records.ts'

type Fields = Readonly<Record<string, unknown>>

/** Colors, lengths, words, names of fonts: no addresses, no escapes, nothing that ends a declaration. */
const PLAIN_VALUE = /^[\w\s#%.,()'"/+-]{1,200}$/
const CALLS = /([a-z-]+)\s*\(/gi
const ALLOWED_CALLS = /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)$/i

const MEMBERS = ['tokens', 'rules', 'fonts', ...Object.keys(APPEARANCE_OPTIONS)]

/** @returns one line per problem: the path in the file, and what it must be */
export function appearanceProblems(appearance: unknown): string[] {
  if (!isRecord(appearance)) return ['must hold one JSON object']
  const { tokens, rules, fonts, ...options } = appearance
  return [
    ...valueProblems('tokens', tokens, APPEARANCE_TOKENS),
    ...ruleProblems(rules),
    ...(fonts === undefined || Array.isArray(fonts) ? [] : ['fonts must be a list']),
    ...optionProblems(options),
  ]
}

function optionProblems(options: Fields): string[] {
  return Object.entries(options).flatMap(([name, word]) => {
    const words: readonly unknown[] | undefined = Object.hasOwn(APPEARANCE_OPTIONS, name)
      ? APPEARANCE_OPTIONS[name as keyof typeof APPEARANCE_OPTIONS]
      : undefined
    if (!words) return [`there is no member "${name}": use ${MEMBERS.join(', ')}`]
    return words.includes(word) ? [] : [`${name} must be one of ${words.join(', ')}`]
  })
}

function ruleProblems(rules: unknown): string[] {
  if (rules === undefined) return []
  if (!isRecord(rules)) return ['rules must be an object']
  return Object.entries(rules).flatMap(([rule, values]) => {
    const [part = '', state, ...more] = rule.split(':')
    const states = Object.hasOwn(APPEARANCE_PARTS, part)
      ? (APPEARANCE_PARTS[part as keyof typeof APPEARANCE_PARTS] as readonly string[])
      : undefined
    if (!states) return [`rules has no part "${part}": use ${Object.keys(APPEARANCE_PARTS).join(', ')}`]
    if (more.length > 0 || (state !== undefined && !states.includes(state)))
      return [
        `rules.${part} has no state "${rule.slice(part.length + 1)}": use ${states.join(', ') || 'none'}`,
      ]
    return valueProblems(`rules.${rule}`, values, APPEARANCE_PROPERTIES)
  })
}

function valueProblems(path: string, values: unknown, names: readonly string[]): string[] {
  if (values === undefined) return []
  if (!isRecord(values)) return [`${path} must be an object`]
  return Object.entries(values).flatMap(([name, value]) => {
    if (!names.includes(name)) return [`${path} has no "${name}" (docs/reference/appearance.md)`]
    return isPlain(value)
      ? []
      : [`${path}.${name} must be a color, a length, a word or names of fonts: no url(), var() or calc()`]
  })
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'string' || !PLAIN_VALUE.test(value)) return false
  return [...value.matchAll(CALLS)].every(([, name = '']) => ALLOWED_CALLS.test(name))
}
