/** Keeps card numbers out of every request but the sealed field: what never comes in is never logged or stored. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FieldKind } from '../../cards/card-evidence.ts'
import { showsCardNumber } from '../../cards/card-evidence.ts'
import { holdsCardNumber } from '../../cards/card-numbers.ts'
import { AppError } from '../../domain/errors.ts'

/** PayKKa's own callbacks must not be lost; nothing of them is logged or stored but ids of a known form. */
const CALLBACKS = '/paykka/'
/** A telephone number's last digit can fit by chance. */
const TELEPHONE = new Set(['phoneNumber', 'phoneAreaCode'])

/** Refuses bodies that hold a card number in clear. */
export function refuseCardData(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    if (isCallback(request)) return
    dropOpaqueTexts(request.body)
    const field = fieldWithCard(request.body)
    if (field !== undefined) throw refusal(field)
  })
}

/**
 * Members of `browser` whose text is others' to make. Two counters in a cookie may look like a card number by chance, and
 * no sale may end for it: such a text is left out, so what looks like a card is neither refused nor sent.
 */
const OPAQUE_TEXTS = ['cookies', 'deviceFingerprintId', 'fraudDetectionId']

function dropOpaqueTexts(body: unknown): void {
  const browser = isContainer(body) && 'browser' in body ? body.browser : undefined
  if (!isContainer(browser)) return
  for (const name of OPAQUE_TEXTS)
    if (holdsCardNumber(String(Reflect.get(browser, name)))) Reflect.deleteProperty(browser, name)
}

/** @throws AppError card_data_refused when the address or a header holds a card number */
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

/** W3C Trace Context: ids of chance in hexadecimal, of which one in some ten thousands would pass for a card. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/

function headerWithCard({ headers }: FastifyRequest): string | undefined {
  return Object.keys(headers).find((name) => {
    const value = String(headers[name])
    return !(name === 'traceparent' && TRACEPARENT.test(value)) && showsCardNumber(value, 'id')
  })
}

type Place = { value: unknown; name: string; parent: Place | undefined }

/**
 * Looks through a body of any depth without recursion: the schemas, which bound it, come later.
 * @returns the JSON Pointer of a value with a card number; never a name that holds one itself
 */
export function fieldWithCard(body: unknown): string | undefined {
  const waiting: Place[] = [{ value: body, name: '', parent: undefined }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (holdsCard(place)) return pointerOf(place)
    waiting.push(...membersOf(place))
  }
  return undefined
}

/** Of an object only the names are looked at here: its values wait their turn. */
function holdsCard({ value, name, parent }: Place): boolean {
  if (typeof value === 'string' || typeof value === 'number')
    return showsCardNumber(String(value), kindOf(name, parent))
  return isContainer(value) && !Array.isArray(value) && Object.keys(value).some(showsCardInName)
}

const showsCardInName = (name: string) => showsCardNumber(name, 'text')

/** Fields that name or link something. */
const IDS = new Set(['orderReference', 'reference', 'id', 'link', 'pictureUrl', 'returnUrl', 'themeId'])
/** What shops call their own numbers in metadata: `orderId`, `tracking_number`, `EAN`. */
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
