/** Where events for the shop go: one address by two variables, and further ones as JSON. */
import { AUDIT_EVENT_TYPE, SHOP_EVENT_TYPES } from '@paykka-checkout/shared-types'
import { list, secureAddress } from '../environment/readers.ts'

export type EventEndpoint = {
  name: string
  url: URL
  /** `whsec_…`, one or two; during a rotation every event has a signature of each. */
  secrets: readonly string[]
  /** Types, or groups such as `refund.*`; when empty, all but `audit.recorded`. */
  types: readonly string[]
}

/** The name of the endpoint that `SHOP_EVENTS_URL` sets. */
export const SHOP_ENDPOINT = 'shop'

const MAX_ENDPOINTS = 10
const NAME = /^[a-z][a-z0-9-]{0,31}$/
const MEMBERS = ['name', 'url', 'secrets', 'types']

/** Plugins of shops are addressed by a query (`?wc-api=…`). A fragment is never sent. */
export function eventsAddress(value: string): URL {
  const url = secureAddress(value)
  url.hash = ''
  return url
}

/**
 * Standard Webhooks asks for 24 to 64 bytes of key.
 * @param value comma-separated, two at most
 */
export function webhookSecrets(value: string): string[] {
  const secrets = list(value)
  if (secrets.length === 0 || secrets.length > 2)
    throw new Error('must be one secret, or two during a rotation')
  for (const secret of secrets) {
    const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
    const { length } = Buffer.from(base64, 'base64')
    if (length < 24 || length > 64) throw new Error('must be whsec_ and the Base64 of 24 to 64 bytes')
  }
  return secrets
}

/** @param value comma-separated */
export function eventTypes(value: string): string[] {
  const types = list(value)
  const unknown = types.find(
    (type) => ![...SHOP_EVENT_TYPES, AUDIT_EVENT_TYPE].some((known) => isOf(known, type)),
  )
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no type of event, and no group such as refund.*`)
  return types
}

/** @returns whether an endpoint receives events of this type; those of the audit record must be asked for */
export function takes({ types }: Pick<EventEndpoint, 'types'>, type: string): boolean {
  if (types.length === 0) return type !== AUDIT_EVENT_TYPE
  return types.some((wanted) => isOf(type, wanted))
}

const isOf = (type: string, wanted: string) =>
  type === wanted || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1)))

/**
 * @param value a JSON array of `{ name, url, secrets, types? }`
 * @throws Error that names the entry and the member; never a secret
 */
export function readEndpoints(value: string): EventEndpoint[] {
  const entries = parse(value)
  if (entries.length > MAX_ENDPOINTS) throw new Error(`must not have more than ${MAX_ENDPOINTS} entries`)
  const endpoints = entries.map(readEndpoint)
  const names = [SHOP_ENDPOINT, ...endpoints.map(({ name }) => name)]
  if (new Set(names).size < names.length)
    throw new Error(`two entries have one name ("${SHOP_ENDPOINT}" is SHOP_EVENTS_URL)`)
  return endpoints
}

function parse(value: string): unknown[] {
  try {
    const entries: unknown = JSON.parse(value)
    if (Array.isArray(entries)) return entries
  } catch {
    // The message of JSON.parse would repeat secrets.
  }
  throw new Error('must be a JSON array: [{ "name": …, "url": …, "secrets": [ … ], "types": [ … ] }]')
}

function readEndpoint(entry: unknown, index: number): EventEndpoint {
  const members = typeof entry === 'object' && entry !== null ? entry : {}
  const unknown = Object.keys(members).find((name) => !MEMBERS.includes(name))
  if (unknown !== undefined) throw new Error(`entry ${index + 1} has an unknown member`)
  const { name, url, secrets, types = [] } = members as Record<string, unknown>
  const member = <T>(label: string, read: () => T) => inEntry(index, label, read)
  return {
    name: member('name', () => nameOf(name)),
    url: member('url', () => eventsAddress(String(url))),
    secrets: member('secrets', () => webhookSecrets(words(secrets))),
    types: member('types', () => eventTypes(words(types))),
  }
}

function inEntry<T>(index: number, label: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(`entry ${index + 1}: ${label} ${error instanceof Error ? error.message : ''}`)
  }
}

function nameOf(value: unknown): string {
  if (typeof value === 'string' && NAME.test(value)) return value
  throw new Error('must begin with a lower-case letter; then letters, digits and -, 32 at most')
}

function words(value: unknown): string {
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return value.join(',')
  throw new Error('must be a list of words')
}
