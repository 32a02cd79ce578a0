/**
 * The only place that reads a request's decoration: optional data such as names, addresses and goods. It keeps what PayKKa
 * accepts, drops the rest, and reports every change. It does not read money, versions, ids and references.
 */
import {
  Address,
  CreateCheckout,
  Goods,
  GoodsItem,
  MAX_AMOUNT,
  Metadata,
  Recurring,
  RefundCustomer,
  Shopper,
} from '@paykka-checkout/shared-types'
import { readAddress } from '../domain/address.ts'
import { readCountry } from '../domain/country.ts'
import { goodsReader } from '../domain/goods.ts'
import { readInterval } from '../domain/interval.ts'
import { readIp } from '../domain/ip.ts'
import { readLocaleTag } from '../domain/locale.ts'
import { metadataReader } from '../domain/metadata.ts'
import type { Reader, Reading, Warning } from '../domain/reading.ts'
import { NOTHING, readAs, readMembers, readObject } from '../domain/reading.ts'
import { isAbsent, isRecord } from '../domain/records.ts'
import { textReader } from '../domain/text.ts'

/** A body whose decoration conforms to the strict schemas, and the warnings about changes. */
type Decoration = { body: unknown; warnings: Warning[] }

/** @param given a parsed JSON body. Never throws; other types, and members not named here, stay unchanged. */
export function readDecoration(given: unknown): Decoration {
  if (!isRecord(given)) return { body: given, warnings: [] }
  const { value, warnings } = readMembers(given, readersFor(given))
  return { body: value, warnings: bounded([...warnings, ...deliveryWarnings(value)]) }
}

function readersFor(given: Record<string, unknown>): Record<string, Reader<unknown>> {
  const [billed, shipped] = [countryOf(given.billing), countryOf(given.shipping)]
  const address = (country?: string) => readObject((one) => filled(readAddress(one, ADDRESS, country)))
  return {
    ...OPTIONAL,
    billing: address(shipped),
    shipping: address(billed),
    customer: readObject((one) => readAddress(one, PAYEE)),
    shopper: readObject((one) => readShopper(one, billed ?? shipped)),
    goods: readGoods,
    metadata: readMetadata,
    locale: readLocaleTag,
    recurring: (one) => (isRecord(one) ? readMembers(one, SUBSCRIPTION) : optional(one)),
    descriptor: textReader(lengthOf(CreateCheckout, 'descriptor')),
    merchantName: textReader(lengthOf(CreateCheckout, 'merchantName')),
    method: (one) => (isRecord(one) ? readMembers(one, METHOD) : { value: one, warnings: [] }),
  }
}

/** An empty address must not replace another one. */
function filled({ value, warnings }: Reading<Record<string, unknown>>): Reading<Record<string, unknown>> {
  return { value: Object.keys(value ?? {}).length > 0 ? value : undefined, warnings }
}

function countryOf(address: unknown): string | undefined {
  return isRecord(address) ? readCountry(address.country).value : undefined
}

function readShopper(given: Record<string, unknown>, country: string | undefined) {
  const { value, warnings } = readMembers(given, SHOPPER_FACTS)
  const read = readAddress(value, SHOPPER, country)
  return { value: read.value, warnings: [...warnings, ...read.warnings] }
}

type Schema = { properties: Record<string, unknown> }

/** Maximum lengths come from the strict schemas. */
const lengthOf = ({ properties }: Schema, name: string) => limitOf(properties[name], 'maxLength')

/** The library's types do not expose a schema's keywords. */
function limitOf(schema: unknown, keyword: string): number {
  return (schema as Record<string, number>)[keyword] ?? 0
}

function lengthsOf<N extends string>(schema: Schema, names: readonly N[]): Record<N, number> {
  return Object.fromEntries(names.map((name) => [name, lengthOf(schema, name)])) as Record<N, number>
}

const ADDRESS = lengthsOf(Address, [
  'firstName',
  'middleName',
  'lastName',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
])
const PAYEE = lengthsOf(RefundCustomer, ['firstName', 'lastName'])
const SHOPPER = lengthsOf(Shopper, [
  'firstName',
  'lastName',
  'registrationTime',
  'firstShoppingTime',
  'lastShoppingTime',
  'dateOfBirth',
  'gender',
])

const readGoods = goodsReader({
  texts: lengthsOf(GoodsItem, ['id', 'name', 'description', 'category', 'brand']),
  addresses: lengthsOf(GoodsItem, ['link', 'pictureUrl']),
  lines: limitOf(Goods, 'maxItems'),
  price: MAX_AMOUNT,
  quantity: limitOf(GoodsItem.properties.quantity, 'maximum'),
})
const readMetadata = metadataReader({ pairs: limitOf(Metadata, 'maxProperties'), name: 40, value: 500 })

/** A number, or the shop's own word. */
const readLevel: Reader<unknown> = (given) => {
  const isCount = typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= 1_000_000_000
  return isCount ? { value: given, warnings: [] } : textReader(64)(given)
}

/** An unreadable IP address stays and is refused later: it is not decoration, since the risk check uses it. */
const readAddressOfNetwork: Reader<unknown> = (given) => {
  if (isAbsent(given)) return NOTHING
  return readAs(given, (typeof given === 'string' ? readIp(given) : null) ?? given)
}

/** An empty optional choice counts as absent; for money it would be a choice. */
const optional: Reader<unknown> = (given) => (isAbsent(given) ? NOTHING : { value: given, warnings: [] })
const optionals = (names: string[]) => Object.fromEntries(names.map((name) => [name, optional]))

const OPTIONAL = optionals([
  'allowRepeat',
  'authorisationType',
  'billingAddressCollection',
  'capture',
  'challengeIndicator',
  'evenIfDisputed',
  'expiresIn',
  'methods',
  'reason',
  'saveCard',
  'themeId',
])
const SHOPPER_FACTS = {
  ...optionals(['reference']),
  ip: readAddressOfNetwork,
  pastTransactions: readLevel,
  level: readLevel,
}
/** What the shopper reads about a subscription; its type and its amount are exact. */
const SUBSCRIPTION = {
  ...optionals(['amount']),
  label: textReader(lengthOf(Recurring, 'label')),
  interval: readInterval,
}
const METHOD = { holderName: textReader(64) }

/** PayKKa refuses a whole purchase whose delivery address lacks one of these, so an incomplete one is not sent. */
const FOR_DELIVERY = ['lastName', 'line1', 'city', 'postalCode']

function deliveryWarnings({ shipping, shopper }: Record<string, unknown>): Warning[] {
  if (!isRecord(shipping) || Object.keys(shipping).length === 0) return []
  const isNamed = ['firstName', 'middleName', 'lastName'].some((name) => name in shipping)
  const known = isNamed || !isRecord(shopper) ? shipping : { lastName: shopper.lastName, ...shipping }
  const missing = FOR_DELIVERY.filter((name) => known[name] === undefined)
  if (missing.length === 0) return []
  return [{ field: '/shipping', reason: 'left_out', message: `PayKKa needs ${missing.join(', ')} too` }]
}

const MOST_WARNINGS = 100

function bounded(warnings: Warning[]): Warning[] {
  const short = warnings.map((warning) => ({ ...warning, field: warning.field.slice(0, 256) }))
  if (short.length <= MOST_WARNINGS) return short
  const reported = short.slice(0, MOST_WARNINGS - 1)
  return [
    ...reported,
    { field: '', reason: 'changed', message: `${short.length - reported.length} more fields` },
  ]
}
