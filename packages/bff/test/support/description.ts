/** The description of the API as tests read it: every reference replaced by what it names. */
import type { FastifyInstance } from 'fastify'

type Described = { paths: unknown; components?: { schemas?: Record<string, unknown> } }

/** @returns `GET /openapi.json`, written out, as the parts of it that a test names in `T` */
export async function describedBy<T extends { paths: unknown }>(app: FastifyInstance): Promise<T> {
  const document = (await app.inject({ url: '/openapi.json' })).json<Described>()
  const schemas = document.components?.schemas ?? {}
  return { ...document, paths: writtenOut(document.paths, schemas) } as T
}

function writtenOut(value: unknown, schemas: Record<string, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => writtenOut(item, schemas))
  const { $ref } = value as { $ref?: string }
  if ($ref === undefined)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, writtenOut(member, schemas)]),
    )
  const name = $ref.replace('#/components/schemas/', '')
  if (!Object.hasOwn(schemas, name)) throw new Error(`${$ref} names nothing`)
  return writtenOut(schemas[name], schemas)
}
