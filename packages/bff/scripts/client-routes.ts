/** Writes the types of the shop client from the running routes' description. */

type Schema = Record<string, unknown>
type Operation = {
  summary?: string
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
export type OpenApi = { paths: Record<string, Record<string, Operation>> }

const JSON_TYPE = 'application/json'

/**
 * @param named every schema of the contract by its exported name, which is also its type's
 * @returns the text of `packages/client/src/shop-routes.ts`
 * @throws Error when a route speaks of something that has no name
 */
export function clientRoutes(document: OpenApi, named: Record<string, unknown>): string {
  const names = new Map(Object.entries(named).map(([name, schema]) => [canonical(schema), name]))
  const used = new Set<string>()
  const nameOf = (schema: Schema, where: string): string => {
    // Most schemas carry their name; the description writes a few of them in another way.
    const { title } = schema
    const name = typeof title === 'string' && title in named ? title : names.get(canonical(schema))
    if (name === undefined) throw new Error(`${where} has a schema that shared-types does not export`)
    used.add(name)
    return name
  }
  const routes = shopModifications(document).map(({ method, path, operation }) => {
    const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    return [
      `  /** ${operation.summary} */`,
      `  '${route}': {`,
      `    params: ${paramsOf(path)}`,
      `    query: ${queryOf(operation)}`,
      `    body: ${bodyOf(operation, route, nameOf)}`,
      `    key: ${takesKey(method, path)}`,
      `    answer: ${answerOf(operation, route, nameOf)}`,
      '  }',
    ].join('\n')
  })
  return [
    '/** Generated from /openapi.json: `vitest run test/client -u`. Do not edit. */',
    ...importOf([...used].sort()),
    '',
    "/** Every route of the shop's side. `key` says whether it takes an Idempotency-Key. */",
    'export type ShopRoutes = {',
    ...routes,
    '}',
    '',
  ].join('\n')
}

function shopModifications({ paths }: OpenApi) {
  return (
    Object.entries(paths)
      // Files are no JSON: a shop's server downloads them as they are.
      .filter(([path]) => path.startsWith('/v1/') && !path.startsWith('/v1/exports/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
      )
      .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`))
  )
}

function paramsOf(path: string): string {
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}: string`)
  return params.length > 0 ? `{ ${params.join('; ')} }` : 'undefined'
}

function queryOf({ parameters = [] }: Operation): string {
  const names = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => `${name}?: string`)
  return names.length > 0 ? `{\n      ${names.join('\n      ')}\n    }` : 'undefined'
}

type NameOf = (schema: Schema, where: string) => string

function bodyOf(operation: Operation, route: string, nameOf: NameOf): string {
  const schema = operation.requestBody?.content[JSON_TYPE]?.schema
  if (!schema || Object.keys((schema.properties as Schema | undefined) ?? {}).length === 0) return 'undefined'
  return nameOf(schema, `The body of ${route}`)
}

function answerOf(operation: Operation, route: string, nameOf: NameOf): string {
  const yes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  const types = yes.map(([, { content }]) => {
    const schema = content?.[JSON_TYPE]?.schema
    return schema ? nameOf(schema, `The answer of ${route}`) : 'undefined'
  })
  return [...new Set(types)].join(' | ')
}

/** Closing a checkout twice is the same as once; every other POST creates or moves something. */
function takesKey(method: string, path: string): boolean {
  return method === 'post' && !path.endsWith('/cancel')
}

function importOf(names: string[]): string[] {
  const line = `import type { ${names.join(', ')} } from '@paykka-checkout/shared-types'`
  if (line.length <= 110) return [line]
  return ['import type {', ...names.map((name) => `  ${name},`), "} from '@paykka-checkout/shared-types'"]
}

/** The same for two schemas that say the same, in whatever order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (key.startsWith('~')) return undefined
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}
