/** Describes each invalid field of a body in plain words. It names the rule, never the value. */
import type { FieldProblem } from '@paykka-checkout/shared-types'
import {
  CountryCode,
  CurrencyCode,
  Email,
  LocaleTag,
  PRINTABLE,
  WebAddress,
} from '@paykka-checkout/shared-types'
import { nearest } from '../domain/nearest.ts'

/** One Ajv error, with its schema (`verbose`). */
export type Violation = {
  keyword: string
  instancePath: string
  schemaPath: string
  params: Record<string, unknown>
  message?: string
  parentSchema?: Schema
  /** The value as sent: inspected, never shown. */
  data?: unknown
}

type Schema = {
  title?: string
  description?: string
  properties?: Record<string, unknown>
  type?: string
  maxLength?: number
}

const MAX_PROBLEMS = 50
const MAX_TEXT = 256

/** @returns one problem per invalid field, in the order found */
export function fieldProblems(violations: readonly Violation[]): FieldProblem[] {
  const byField = Map.groupBy(chosenForms(violations), fieldOf)
  return [...byField].slice(0, MAX_PROBLEMS).flatMap(([field, found]) => {
    const reported = found.find(isTelling) ?? found[0]
    return reported ? [{ field, message: wordsFor(reported).slice(0, MAX_TEXT) }] : []
  })
}

/** Rules that list the allowed values are more helpful than a type or a length. */
const isTelling = ({ keyword, params }: Violation) =>
  keyword === 'enum' || (keyword === 'pattern' && String(params.pattern) in FORMS)

function fieldOf(violation: Violation): string {
  const { missingProperty, additionalProperty } = violation.params as Record<string, string | undefined>
  const name = missingProperty ?? additionalProperty
  const at = name === undefined ? '' : `/${escaped(name.slice(0, 64))}`
  return `${violation.instancePath}${at}`.slice(0, MAX_TEXT)
}

/** RFC 6901. */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** For a union, only the problems of the intended form are reported. */
function chosenForms(violations: readonly Violation[]): Violation[] {
  const unions = violations.filter(({ keyword }) => keyword === 'anyOf')
  return unions.reduce<Violation[]>(
    (left, union) => {
      const isPart = ({ schemaPath }: Violation) => schemaPath.startsWith(`${union.schemaPath}/`)
      const parts = left.filter(isPart)
      return [...left.filter((one) => one !== union && !isPart(one)), ...meant(union, parts)]
    },
    [...violations],
  )
}

function meant(union: Violation, parts: Violation[]): Violation[] {
  const formOf = ({ schemaPath }: Violation) => schemaPath.slice(union.schemaPath.length + 1).split('/')[0]
  const forms = [...Map.groupBy(parts, formOf).values()]
  const possible = forms.filter((form) => !form.some((one) => isOtherForm(one, union)))
  if (possible.length > 0) return possible.flat()
  const others = parts.filter((one) => isOtherForm(one, union))
  const named = others.filter(({ keyword }) => keyword === 'const')
  if (named.length > 0) return [oneOf(named)]
  return [{ ...union, message: `must be ${others.map((one) => kindOf(one.params.type)).join(' or ')}` }]
}

/** A form is identified by its JSON type, or by its member `type`. */
function isOtherForm({ keyword, instancePath }: Violation, union: Violation): boolean {
  if (keyword === 'type') return instancePath === union.instancePath
  return keyword === 'const' && instancePath === `${union.instancePath}/type`
}

function oneOf(named: Violation[]): Violation {
  const [first] = named as [Violation]
  return {
    ...first,
    keyword: 'enum',
    params: { allowedValues: named.map(({ params }) => params.allowedValue) },
  }
}

function wordsFor(violation: Violation): string {
  const { keyword, params, parentSchema = {}, data, message = 'is not valid' } = violation
  const words = WORDS[keyword]
  return words ? words(params, parentSchema, data) : message
}

type Params = Record<string, unknown>

const WORDS: Record<string, (params: Params, schema: Schema, data: unknown) => string> = {
  required: () => 'is required',
  additionalProperties: ({ additionalProperty }, schema) => unknownField(String(additionalProperty), schema),
  enum: ({ allowedValues }, _schema, data) => allowed((allowedValues as unknown[]).map(String), data),
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  type: ({ type }, schema) => `must be ${kindOf(type, schema)}`,
  minLength: ({ limit }) => (limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`),
  maxLength: ({ limit }) => `must have at most ${limit} characters`,
  minimum: ({ limit }, schema) => `must be ${limit} or more${explained(schema)}`,
  maximum: ({ limit }, schema) => `must be ${limit} or less${explained(schema)}`,
  minItems: ({ limit }) => `must have at least ${limit} ${limit === 1 ? 'item' : 'items'}`,
  maxItems: ({ limit }) => `must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`,
  uniqueItems: () => 'must not hold the same item twice',
  minProperties: () => 'must have at least one field',
  maxProperties: ({ limit }) => `must have at most ${limit} fields`,
  pattern: ({ pattern }, schema) =>
    FORMS[String(pattern)] ?? `must have the right form${formOf(pattern, schema)}`,
}

const MAX_LIST = 180

/** A long list is cut; the probable word comes first. */
function allowed(words: string[], data: unknown): string {
  const meantWord = typeof data === 'string' ? nearest(data, words) : undefined
  const list = words.join(', ')
  const shown = list.length <= MAX_LIST ? list : `${list.slice(0, list.lastIndexOf(',', MAX_LIST))}, …`
  return meantWord === undefined
    ? `must be one of: ${shown}`
    : `did you mean ${meantWord}? Must be one of: ${shown}`
}

function unknownField(name: string, { properties = {} }: Schema): string {
  const meantName = nearest(name, Object.keys(properties))
  return `is not a field of this request${meantName === undefined ? '' : `; did you mean ${meantName}?`}`
}

const KINDS: Record<string, string> = {
  string: 'text in quotes',
  integer: 'a whole number, without quotes',
  number: 'a number, without quotes',
  boolean: 'true or false, without quotes',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

/** An example for each object title. */
const EXAMPLES: Record<string, string> = { Money: '{ "value": 1099, "currency": "EUR" }' }

function kindOf(type: unknown, schema: Schema = {}): string {
  const kind = [type]
    .flat()
    .map((one) => KINDS[String(one)] ?? String(one))
    .join(' or ')
  const example = EXAMPLES[schema.title ?? '']
  return example === undefined ? `${kind}${explained(schema)}` : `${kind} like ${example}`
}

const explained = ({ description }: Schema) => (description ? ` (${description})` : '')
const formOf = (pattern: unknown, schema: Schema) => explained(schema) || `: ${pattern}`

/** Descriptions of patterns that people cannot read. */
const FORMS = Object.fromEntries([
  [PRINTABLE, 'must not hold line breaks or other control characters'],
  [patternOf(WebAddress), 'must be an absolute address like https://shop.example/thanks'],
  [patternOf(Email), 'must be an e-mail address'],
  [patternOf(CurrencyCode), 'must be a currency code of ISO 4217 in capitals, like EUR'],
  [patternOf(CountryCode), 'must be a country code of ISO 3166-1 in capitals, like DE'],
  [patternOf(LocaleTag), 'must be a language tag like de or pt-BR'],
])

function patternOf(schema: object): string {
  return String((schema as { pattern?: string }).pattern)
}
