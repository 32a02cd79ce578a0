/** Says each named schema once. Fastify writes them out wherever they are used, which is a megabyte. */

type Schemas = Record<string, unknown>

/**
 * @param schemas takes every schema with a title, by title
 * @returns the same with references in their places
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
