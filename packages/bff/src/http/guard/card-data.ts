/** Refuses card numbers in every request, except in the encrypted field, so that they are never logged or stored. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FieldKind } from '../../cards/card-evidence.ts'
import { showsCardNumber } from '../../cards/card-evidence.ts'
import { holdsCardNumber } from '../../cards/card-numbers.ts'
import { AppError } from '../../domain/errors.ts'

/** PayKKa's callbacks must not be lost; only ids of a known form are logged or stored from them. */
const CALLBACKS = '/paykka/'
/** A telephone number can pass the check digit by chance. */
const TELEPHONE = new Set(['phoneNumber', 'phoneAreaCode'])

/** Refuses bodies that contain a card number in plain text. */
export function refuseCardData(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    if (isCallback(request)) return
    dropOpaqueTexts(request.body)
    const field = fieldWithCard(request.body)
    if (field !== undefined) throw refusal(field)
  })
}

/**
 * Members of `browser` whose text comes from third parties. Two counters in a cookie may look like a card number by chance,
 * which must not stop a sale: such a text is removed instead of refused, and never sent.
 */
const OPAQUE_TEXTS = ['cookies', 'deviceFingerprintId', 'fraudDetectionId']

function dropOpaqueTexts(body: unknown): void {
  const browser = isContainer(body) && 'browser' in body ? body.browser : undefined
  if (!isContainer(browser)) return
  for (const name of OPAQUE_TEXTS)
    if (holdsCardNumber(String(Reflect.get(browser, name)))) Reflect.deleteProperty(browser, name)
}

/** @throws AppError card_data_refused when the URL or a header contains a card number */
export function refuseCardDataAround(request: FastifyRequest): void {
  if (isCallback(request)) return
  if (showsCardNumber(request.url, 'id')) throw refusal('')
  const header = headerWithCard(request)
  if (header !== undefined) throw refusal(`header ${header}`)
}

const isCallback = ({ url, routeOptions }: FastifyRequest) =>
  [url, routeOptions.url].some((address) => address?.startsWith(CALLBACKS))

function refusal(field: string): AppError {
  return new AppError('card_data_refused', {
    errors: [{ field: field.slice(0, 256), message: 'holds a card number' }],
  })
}

/** W3C Trace Context: random hexadecimal ids, of which one in some ten thousand would pass for a card number. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/

function headerWithCard({ headers }: FastifyRequest): string | undefined {
  return Object.keys(headers).find((name) => {
    const value = String(headers[name])
    return !(name === 'traceparent' && TRACEPARENT.test(value)) && showsCardNumber(value, 'id')
  })
}

type Place = { value: unknown; name: string; parent: Place | undefined }

/**
 * Searches a body of any depth without recursion: the schemas that limit its depth run later.
 * @returns the JSON Pointer of a value with a card number; never a name that contains one itself
 */
export function fieldWithCard(body: unknown): string | undefined {
  const waiting: Place[] = [{ value: body, name: '', parent: undefined }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (holdsCard(place)) return pointerOf(place)
    waiting.push(...membersOf(place))
  }
  return undefined
}

/** Checks only the names of an object here: its values are queued. */
function holdsCard({ value, name, parent }: Place): boolean {
  if (typeof value === 'string' || typeof value === 'number')
    return showsCardNumber(String(value), kindOf(name, parent))
  return isContainer(value) && !Array.isArray(value) && Object.keys(value).some(showsCardInName)
}

const showsCardInName = (name: string) => showsCardNumber(name, 'text')

/** Fields that identify or link something. */
const IDS = new Set(['orderReference', 'reference', 'id', 'link', 'pictureUrl', 'returnUrl', 'themeId'])
/** Typical metadata names of a shop's own numbers: `orderId`, `tracking_number`, `EAN`. */
const ID_NAME =
  /(?:^|[^a-z])(?:id|no|nr|ref|reference|number|code|barcode|serial|tracking|sku|ean|gtin|upc|isbn|imei)s?$/
const CARD_NAME = /card|karte|pan|cc/

function kindOf(name: string, parent: Place | undefined): FieldKind {
  if (IDS.has(name)) return 'id'
  const words = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase()
  return parent?.name === 'metadata' && ID_NAME.test(words) && !CARD_NAME.test(words) ? 'id' : 'text'
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
}

function membersOf(parent: Place): Place[] {
  if (!isContainer(parent.value)) return []
  return Object.entries(parent.value)
    .filter(([name]) => !TELEPHONE.has(name))
    .map(([name, value]) => ({ value, name, parent }))
}

function pointerOf(place: Place): string {
  const names: string[] = []
  for (let at: Place | undefined = place; at?.parent; at = at.parent) names.unshift(at.name)
  return names.map((name) => `/${name}`).join('')
}
