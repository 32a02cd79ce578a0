/** Writes the table of the shop API's routes from the BFF's description. */

type Reference = { $ref?: string; properties?: object }
type Content = { content?: Record<string, { schema?: Reference }> }
type Operation = {
  summary?: string
  parameters?: { in: string; name: string }[]
  requestBody?: Content
  responses: Record<string, Content>
}
export type OpenApi = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

/**
 * @returns the text of `src/shop-routes.ts`, and the schemas that it names
 * @throws Error when a route has a body or an answer without a name
 */
export function clientRoutes(document: OpenApi): { text: string; names: Set<string> } {
  const names = new Set<string>()
  const routes = shopOperations(document).flatMap(({ method, path, operation }) => {
    const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    const named = (content: Content | undefined) => nameOf(content, route, names)
    return [
      `  /** ${operation.summary} */`,
      `  '${route}': {`,
      `    params: ${paramsOf(path)}`,
      `    query: ${queryOf(operation)}`,
      `    body: ${named(operation.requestBody)}`,
      `    key: ${keyOf(method, path)}`,
      `    answer: ${answersOf(operation).map(named).filter(isFirst).join(' | ')}`,
      '  }',
    ]
  })
  return { names, text: [HEAD, importOf([...names].sort()), '', TYPE, ...routes, '}', ''].join('\n') }
}

const HEAD =
  '/** Generated from /openapi.json: `vitest run --update=all test/client/routes.test.ts`. Do not edit. */'
const TYPE = `/** Every route of the shop's side. \`key\` says whether it takes an Idempotency-Key. */
export type ShopRoutes = {`
const isFirst = (value: string, index: number, all: string[]) => all.indexOf(value) === index

function shopOperations({ paths }: OpenApi) {
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
  const names = parameters.filter((each) => each.in === 'query').map(({ name }) => `${name}?: string`)
  return names.length > 0 ? `{\n      ${names.join('\n      ')}\n    }` : 'undefined'
}

const answersOf = ({ responses }: Operation) =>
  Object.entries(responses).flatMap(([status, answer]) => (status.startsWith('2') ? [answer] : []))

function nameOf({ content }: Content = {}, route: string, names: Set<string>): string {
  const schema = content?.['application/json']?.schema
  if (!schema || Object.keys(schema.properties ?? {}).length + (schema.$ref ? 1 : 0) === 0) return 'undefined'
  const name = schema.$ref?.split('/').at(-1)
  if (name === undefined) throw new Error(`${route} has a schema without a name`)
  names.add(name)
  return name
}

/** Money moves, data is erased, or PayKKa is asked for a page: the BFF does these once per key, and wants one. */
const KEY_REQUIRED = /\/(captures|voids|refunds|charges|erasures|hosted)$/

/** Closing a checkout twice is the same as once; every other POST creates or moves something. */
function keyOf(method: string, path: string): string {
  if (method !== 'post' || path.endsWith('/cancel')) return 'undefined'
  return KEY_REQUIRED.test(path) ? "'required'" : "'optional'"
}

function importOf(names: string[]): string {
  return ['import type {', ...names.map((name) => `  ${name},`), "} from './schemas.ts'"].join('\n')
}
