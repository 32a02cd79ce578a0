/** Reads the query of the payment list: known words, times, amounts, and a time window where one is required. */
import type { Attention, PaymentQuery } from '@paykka-checkout/shared-types'
import { ATTENTIONS, CARD_BRANDS, PAYMENT_STATUSES } from '@paykka-checkout/shared-types'
import { emailHash, metadataHash } from '../checkouts/shopper-columns.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'
import { invalidField } from '../domain/errors.ts'
import { exponentOf } from '../domain/money.ts'
import { readMoment } from './list-moment.ts'
import { supportLetters } from './recognize-query.ts'

export type Asked = { filters: PaymentFilters; attention: Attention[]; q: string | undefined }

const METHODS = ['card', 'encrypted_card', 'apple_pay', 'google_pay', 'saved_card', 'hosted', 'agreement']
const MAX_WORDS = 20
const MAX_WINDOW_MS = 366 * 24 * 60 * 60_000

export type FilterParts = {
  transIdKey: Uint8Array
  /** Metadata names by which payments can be searched; none when left out. */
  searchableMetadata?: string[]
}

/** @throws AppError validation_failed that names the parameter */
export function readPaymentQuery(parts: FilterParts, query: PaymentQuery): Asked {
  const filters: PaymentFilters = {
    ...exactFilters(parts.transIdKey, query),
    statuses: words(query, 'status', PAYMENT_STATUSES),
    methods: words(query, 'method', METHODS),
    cardBrands: words(query, 'cardBrand', CARD_BRANDS),
    currencies: currencies(query),
    amountMin: query.amountMin === undefined ? undefined : Number(query.amountMin),
    amountMax: query.amountMax === undefined ? undefined : Number(query.amountMax),
    createdFrom: readMoment('createdFrom', query.createdFrom),
    createdBefore: readMoment('createdBefore', query.createdBefore),
    updatedFrom: readMoment('updatedFrom', query.updatedFrom),
    updatedBefore: readMoment('updatedBefore', query.updatedBefore),
    metadata: metadataOf(parts, query),
  }
  checkAmounts(filters)
  return { filters, attention: words(query, 'attention', ATTENTIONS) ?? [], q: query.q?.trim() }
}

function exactFilters(key: Uint8Array, query: PaymentQuery): PaymentFilters {
  const { orderReference, checkoutId, shopperReference, transId, gatewayOrderId, cardLast4 } = query
  const { email, supportCode } = query
  const transPrefix = supportCode === undefined ? undefined : supportLetters(supportCode)
  if (supportCode !== undefined && transPrefix === undefined)
    throw invalidField('/supportCode', 'has eight letters and digits from 2 to 7, like PLZN-5EOH')
  const known = { orderReference, checkoutId, shopperReference, transId, gatewayOrderId, cardLast4 }
  return { ...known, transPrefix, emailHash: email === undefined ? undefined : emailHash(key, email) }
}

/** `metadata.<name>=<value>`, at most one pair. */
function metadataOf({ transIdKey, searchableMetadata = [] }: FilterParts, query: object): string | undefined {
  const pairs = Object.entries(query).filter(([name]) => name.startsWith('metadata.'))
  const [[parameter, value] = []] = pairs
  if (parameter === undefined) return undefined
  if (pairs.length > 1) throw invalidField(`/${parameter}`, 'is one too many: one pair of metadata at a time')
  const name = parameter.slice('metadata.'.length)
  if (!searchableMetadata.includes(name))
    throw invalidField(
      `/${parameter}`,
      'is not named in SEARCHABLE_METADATA, so payments cannot be found by it',
    )
  return metadataHash(transIdKey, name, String(value))
}

function list(query: PaymentQuery, name: keyof PaymentQuery): string[] | undefined {
  const given = query[name]
  if (given === undefined) return undefined
  const items = [...new Set(given.split(',').map((word) => word.trim()))]
  if (items.length > MAX_WORDS) throw invalidField(`/${name}`, `has ${MAX_WORDS} words at most`)
  return items
}

function words<const W extends string>(
  query: PaymentQuery,
  name: keyof PaymentQuery,
  allowed: readonly W[],
): W[] | undefined {
  return list(query, name)?.map((word) => {
    const known = allowed.find((each) => each === word)
    if (known === undefined) throw invalidField(`/${name}`, `may hold: ${allowed.join(', ')}`)
    return known
  })
}

function currencies(query: PaymentQuery): string[] | undefined {
  const codes = list(query, 'currency')
  if (codes?.some((code) => exponentOf(code) === null))
    throw invalidField('/currency', 'holds codes of ISO 4217, like EUR')
  return codes
}

/** An amount needs its currency, and a time window limits the search. */
function checkAmounts({
  amountMin,
  amountMax,
  currencies: codes,
  createdFrom,
  createdBefore,
}: PaymentFilters): void {
  if (amountMin === undefined && amountMax === undefined) return
  const name = amountMin === undefined ? '/amountMax' : '/amountMin'
  if (codes?.length !== 1) throw invalidField(name, 'needs exactly one currency')
  const window = (createdBefore ?? Number.POSITIVE_INFINITY) - (createdFrom ?? Number.NEGATIVE_INFINITY)
  if (!(window <= MAX_WINDOW_MS))
    throw invalidField(name, 'needs createdFrom and createdBefore, 366 days apart at most')
}
