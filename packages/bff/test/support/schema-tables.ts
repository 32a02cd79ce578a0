/** JSON schemas as words: a row for each field, a link for each named schema. */
import type { OpenApi, Schema } from './http-reference.ts'

/** @returns every schema with a title, by title; the same title twice is the same schema */
export function namedSchemas(document: OpenApi): Map<string, Schema> {
  const found = new Map<string, Schema>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const schema = value as Schema
    if (typeof schema.title === 'string' && typeof schema.type === 'string') found.set(schema.title, schema)
    for (const child of Object.values(value)) visit(child)
  }
  visit(document.paths)
  return found
}

/** @returns table rows of an object's fields, those of nameless inner objects with dots; of a union, each part's */
export function fieldRows(schema: Schema, prefix = ''): string[] {
  if (schema.anyOf && !schema.properties) return schema.anyOf.flatMap((part) => fieldRows(part, prefix))
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const star = schema.required?.includes(name) ? ' *' : ''
    const row = `| \`${prefix}${name}\`${star} | ${cell(typeOf(field))} | ${cell(field.description ?? '')} |`
    return [row, ...innerRows(field, `${prefix}${name}.`)]
  })
}

function innerRows(field: Schema, prefix: string): string[] {
  if (field.title) return []
  if (field.type === 'array' && field.items) return innerRows(field.items, prefix)
  return fieldRows(field, prefix)
}

/** @returns the form of a value in words, empty when the schema says nothing */
export function typeOf(schema: Schema): string {
  if (schema.title && schema.type) return `[${schema.title}](#${schema.title.toLowerCase()})`
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(', ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(schema.items ?? {})}${range(undefined, schema.maxItems, ' at most')}`
    case 'string':
      return `text${range(schema.minLength, schema.maxLength, ' characters')}`
    case 'integer':
      return `integer${range(schema.minimum, schema.maximum, '')}`
    default:
      return schema.type ?? ''
  }
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (to === undefined) return ''
  return from === undefined || from === to ? ` (${to}${unit})` : ` (${from} to ${to}${unit})`
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
