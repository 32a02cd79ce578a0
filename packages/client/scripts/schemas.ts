/** Writes the types of the shop API's schemas. openapi-typescript needs a TypeScript with an API, so this package has its own. */
import openapiTS, { astToString } from 'openapi-typescript'

/**
 * @param schemas by name, as in `components.schemas` of the description
 * @param names what the client speaks of; what these refer to is written too
 * @returns the text of `src/schemas.ts`
 */
export async function clientSchemas(
  schemas: Record<string, unknown>,
  names: Iterable<string>,
): Promise<string> {
  const used = withReferred(schemas, names)
  const document = {
    openapi: '3.1.0',
    info: { title: 'shop', version: '1' },
    paths: {},
    components: { schemas: Object.fromEntries([...used].sort().map((name) => [name, plain(schemas[name])])) },
  }
  const options = { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true, silent: true }
  const text = astToString(await openapiTS(document as Parameters<typeof openapiTS>[0], options))
  return `${HEAD}${text.replaceAll(/^export (type|interface) (paths|webhooks|\$defs|operations)\b.*\n/gm, '')}`
}

const HEAD =
  '/** Generated from /openapi.json: `vitest run --update=all test/client/routes.test.ts`. Do not edit. */\n'

const REFERENCE = /"#\/components\/schemas\/(\w+)"/g

function withReferred(schemas: Record<string, unknown>, names: Iterable<string>): Set<string> {
  const found = new Set<string>()
  const follow = (name: string): void => {
    if (found.has(name)) return
    if (!Object.hasOwn(schemas, name)) throw new Error(`The description has no schema ${name}`)
    found.add(name)
    for (const [, next = ''] of JSON.stringify(schemas[name]).matchAll(REFERENCE)) follow(next)
  }
  for (const name of names) follow(name)
  return found
}

/** Without what would only repeat the type in words. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  // A schema's title is a text; a member with this name is a schema.
  const members = Object.entries(value).filter(
    ([name, member]) => name !== 'example' && !(name === 'title' && typeof member === 'string'),
  )
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]))
}
