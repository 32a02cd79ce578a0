/** Writes each named schema once. Fastify repeats them at every use, which takes a megabyte. */

type Schemas = Record<string, unknown>

/**
 * @param schemas receives every schema with a title, by title
 * @returns the same value with references in place of named schemas
 */
export function withReferences(value: unknown, schemas: Schemas): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withReferences(item, schemas))
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    name === 'example' ? member : withReferences(member, schemas),
  ])
  const copy = Object.fromEntries(entries) as { title?: unknown; type?: unknown }
  if (typeof copy.title !== 'string' || typeof copy.type !== 'string') return copy
  schemas[copy.title] ??= copy
  return { $ref: `#/components/schemas/${copy.title}` }
}
