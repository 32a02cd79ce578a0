/** What the shop may rely on in events: a version never loses a member, and no member gets another form. */
import { readFileSync } from 'node:fs'
import { SHOP_EVENT_VERSION, ShopEvent } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'

type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  [rule: string]: unknown
}

const FILE = new URL(`../../../shared-types/events/version-${SHOP_EVENT_VERSION}.json`, import.meta.url)
const current = JSON.parse(JSON.stringify(ShopEvent)) as Schema
/** A newer BFF may send types that a shop does not know: it ignores them. */
const MAY_GROW = new Set(['/type'])
/** Texts for people, and limits that only become stricter. */
const DESCRIBES = new Set(['title', 'description', 'example', 'additionalProperties', '$id'])

/** @returns what a shop that was written for `before` could not read any more */
function incompatible(before: Schema, after: Schema, at = ''): string[] {
  const lost = Object.keys(before.properties ?? {}).filter((name) => !after.properties?.[name])
  const loose = (before.required ?? []).filter((name) => !(after.required ?? []).includes(name))
  return [
    ...lost.map((name) => `${at}/${name} is gone`),
    ...loose.filter((name) => !lost.includes(name)).map((name) => `${at}/${name} may be missing`),
    ...changedRules(before, after, at),
    ...Object.entries(before.properties ?? {}).flatMap(([name, member]) => {
      const next = after.properties?.[name]
      return next ? incompatible(member, next, `${at}/${name}`) : []
    }),
    ...(before.items && after.items ? incompatible(before.items, after.items, `${at}/[]`) : []),
  ]
}

const HANDLED = new Set(['properties', 'required', 'items', 'enum'])

function changedRules(before: Schema, after: Schema, at: string): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const others = [...names].filter((name) => !HANDLED.has(name) && !DESCRIBES.has(name))
  const changed = others.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const added = (after.enum ?? []).filter((word) => !(before.enum ?? after.enum ?? []).includes(word))
  return [
    ...changed.map((name) => `${at} has another ${name}`),
    ...(MAY_GROW.has(at) ? [] : added.map((word) => `${at} may be ${String(word)}`)),
  ]
}

it('a shop that was written for this version can read every event', async () => {
  const published = JSON.parse(readFileSync(FILE, 'utf8')) as Schema
  expect(
    incompatible(published, current),
    'Raise SHOP_EVENT_VERSION, keep the old file, and tell shops in docs/reference/events.md',
  ).toEqual([])
  // Only reached by a compatible change: `vitest run --update=all` then adds the new members to the file.
  await expect(`${JSON.stringify(current, null, 2)}\n`).toMatchFileSnapshot(FILE.pathname)
})

describe('the comparison', () => {
  const of = (changes: (schema: Schema) => unknown): string[] => {
    const changed = structuredClone(current)
    changes(changed)
    return incompatible(current, changed)
  }
  const data = (schema: Schema) => schema.properties?.data as Required<Schema>

  it('accepts new members, new types of events and other descriptions', () => {
    expect(of((schema) => Object.assign(data(schema).properties, { more: { type: 'string' } }))).toEqual([])
    expect(of((schema) => schema.properties?.type?.enum?.push('payment.blessed'))).toEqual([])
    expect(of((schema) => Object.assign(schema, { description: 'Other words' }))).toEqual([])
  })

  it.each<[string, (schema: Schema) => unknown, string]>([
    ['a lost member', (schema) => delete data(schema).properties.payment, '/data/payment is gone'],
    [
      'a member that may be missing',
      (schema) => data(schema).required.shift(),
      '/data/checkoutId may be missing',
    ],
    [
      'another type',
      (schema) => Object.assign(data(schema).properties.late as Schema, { type: 'string' }),
      '/data/late has another type',
    ],
    [
      'a longer text',
      (schema) => Object.assign(data(schema).properties.orderReference as Schema, { maxLength: 65 }),
      '/data/orderReference has another maxLength',
    ],
    [
      'a new word',
      (schema) => data(schema).properties.payment?.properties?.status?.enum?.push('blessed'),
      '/data/payment/status may be blessed',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(of(change)).toEqual([message])
  })
})
