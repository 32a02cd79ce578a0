/** The fields that a country asks for, their order, and the mistakes in their values. Pure. */
import luhn from 'card-validator/dist/luhn-10.js'
import * as messages from './billing-messages.ts'
import type { CountryData } from './country-data.ts'
import type { State } from './country-rules.ts'
import { isHome, statesOf } from './country-rules.ts'

/** `postal`: country and postal code. `address`: name and address. `full`: contact data too. */
export type BillingForm = 'postal' | 'address' | 'full'

export type FieldName =
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'country'
  | 'line1'
  | 'line2'
  | 'city'
  | 'state'
  | 'postalCode'
  | 'phoneNumber'

export type Values = Partial<Record<FieldName, string>>

export type BillingField = {
  name: FieldName
  label: string
  required: boolean
  /** True where it fills a row alone. */
  wide: boolean
  /** The list to choose from, where there is one. */
  states: readonly State[]
}

/** Where the family's name comes first. */
const FAMILY_FIRST = ['CN', 'HU', 'JP', 'KP', 'KR', 'TW', 'VN']

/** The fields of a form, in their order. */
export function fieldsOf(
  form: BillingForm,
  country: string,
  rule: CountryData,
  locale: string,
): BillingField[] {
  const place = [wide('country', messages.country())]
  if (form === 'postal')
    return [...place, ...partsOf(rule, locale).filter(({ name }) => name === 'postalCode')].map(widened)
  const names = [field('firstName', messages.firstName()), field('lastName', messages.lastName())]
  if (FAMILY_FIRST.includes(country)) names.reverse()
  const address = [...names, ...place, ...widenedOdd(partsOf(rule, locale))]
  if (form === 'address') return address
  const phone = { ...wide('phoneNumber', messages.phone()), required: false }
  return [wide('email', messages.email()), ...address, phone]
}

function partsOf(rule: CountryData, locale: string): BillingField[] {
  const order = isHome(rule, locale) ? rule.order : (rule.latinOrder ?? rule.order)
  return [...order].flatMap((part) => {
    const required = rule.required.includes(part)
    if (part === 'A') return streetLines(required)
    if (part === 'C') return { ...field('city', messages.cityLabel(rule.names?.C)), required }
    if (part === 'Z') return { ...field('postalCode', messages.postalLabel(rule.names?.Z, locale)), required }
    const label = messages.stateLabel(rule.names?.S)
    return { ...field('state', label), required, states: statesOf(rule, locale) }
  })
}

const streetLines = (required: boolean): BillingField[] => [
  { ...wide('line1', messages.line1()), required },
  { ...wide('line2', messages.line2()), required: false },
]

const field = (name: FieldName, label: string): BillingField => ({
  name,
  label,
  required: true,
  wide: false,
  states: [],
})
const widened = (one: BillingField): BillingField => ({ ...one, wide: true })
const wide = (name: FieldName, label: string): BillingField => widened(field(name, label))

/** Two fields share a row. One without a neighbor fills its row: the city of three in a row, else the last. */
function widenedOdd(fields: BillingField[]): BillingField[] {
  const run = fields.filter((one) => !one.wide)
  const odd = run.length % 2 === 1
  const single = odd ? (run[0]?.name === 'city' ? run[0] : run.at(-1)) : undefined
  return fields.map((one) => (one === single ? widened(one) : one))
}

/** `unusual`: shown once; the shopper knows their own address better than a table. */
export type FieldMistake = 'empty' | 'wrong' | 'unusual'

/** @param values everything that was typed, trimmed */
export function mistakeOf({ name, required }: BillingField, values: Values, rule: CountryData) {
  const value = values[name] ?? ''
  if (value === '') return required && !isNamed(name, values) ? 'empty' : null
  if (name === 'email') return /^[^\s@]+@[^\s@]+$/.test(value) ? null : 'wrong'
  if (name === 'phoneNumber') return isDialable(value) ? null : 'wrong'
  if (isCardNumber(value)) return 'wrong'
  if (name !== 'postalCode' || !rule.postal) return null
  return new RegExp(rule.postal, 'i').test(value) ? null : 'unusual'
}

/** Some people have one name. */
function isNamed(name: FieldName, { firstName, lastName }: Values): boolean {
  return (name === 'firstName' || name === 'lastName') && Boolean(firstName || lastName)
}

function isDialable(value: string): boolean {
  const digits = value.replace(/[\s().+/-]/g, '')
  return /^\p{Nd}{4,15}$/u.test(digits)
}

/** A card number that slipped into the address must not leave the page in the clear. */
function isCardNumber(value: string): boolean {
  const digits = value.normalize('NFKC').replace(/[\s.-]/g, '')
  return /^\d{13,19}$/.test(digits) && luhn(digits)
}

/** One line, without blanks at its ends; postal codes in capitals and with ASCII digits. */
export function tidy(name: FieldName, text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return name === 'postalCode' ? line.normalize('NFKC').toUpperCase() : line
}
