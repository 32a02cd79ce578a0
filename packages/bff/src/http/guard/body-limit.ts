/** The maximum size of a body, derived from its schema, so that every body the schema allows fits. */
import type { FastifyInstance } from 'fastify'

type Schema = {
  type?: string
  maxLength?: number
  maxItems?: number
  maxProperties?: number
  items?: Schema
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}

/** For white space and members without a limit. */
const SLACK = 16 * 1024
/** A schema may allow many long texts, but no real order uses them all. */
const MOST = 4 * 1024 * 1024

/** Some servers write every non-ASCII letter as an escape (`\u00e9`); browsers write UTF-8, mostly ASCII. */
const BYTES_PER_CHARACTER = { shop: 6, browser: 2 }

/** Gives every route with a body schema its limit. Call it before the routes are registered. */
export function limitBodies(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const body = route.schema?.body as Schema | undefined
    if (!body || route.bodyLimit !== undefined) return
    route.bodyLimit = bodyLimitOf(body, route.url.startsWith('/v1/') ? 'shop' : 'browser')
  })
}

/** @returns the maximum bytes of JSON with this schema */
export function bodyLimitOf(schema: Schema, writer: keyof typeof BYTES_PER_CHARACTER): number {
  return Math.min(SLACK + bytesOf(schema, BYTES_PER_CHARACTER[writer]), MOST)
}

function bytesOf(schema: Schema, perCharacter: number): number {
  if (schema.enum ?? schema.const) return textOf(schema.enum ?? [schema.const])
  if (schema.anyOf) return Math.max(...schema.anyOf.map((form) => bytesOf(form, perCharacter)))
  if (schema.type === 'array') return (schema.maxItems ?? 0) * (bytesOf(schema.items ?? {}, perCharacter) + 2)
  if (schema.type === 'object') return objectBytes(schema, perCharacter)
  if (schema.type === 'string') return 2 + (schema.maxLength ?? SLACK) * perCharacter
  return NUMBER_OR_WORD
}

const NUMBER_OR_WORD = 24
const NAME = 64
const textOf = (words: unknown[]) => Math.max(...words.map((word) => JSON.stringify(word).length))

function objectBytes(schema: Schema, perCharacter: number): number {
  const named = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => name.length + 4 + bytesOf(member, perCharacter),
  )
  const free = Object.values(schema.patternProperties ?? {}).map(
    (member) => (schema.maxProperties ?? 1) * (NAME + bytesOf(member, perCharacter)),
  )
  const open = schema.additionalProperties === true ? SLACK : 0
  return 2 + [...named, ...free, open].reduce((sum, bytes) => sum + bytes, 0)
}
