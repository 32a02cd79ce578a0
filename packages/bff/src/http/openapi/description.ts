/** The parts of `GET /openapi.json` besides the routes' schemas: names, authentication, and an example of each call. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { Problem } from '@paykka-checkout/shared-types'
import { toProblem } from '../../domain/errors.ts'
import { GIVEN_FORMS } from '../decoration.ts'
import { problemsOf } from '../response-schemas.ts'
import { BROWSER_EXAMPLES } from './browser-examples.ts'
import { withReferences } from './components.ts'
import type { Example, Examples } from './example.ts'
import { OPERATION_IDS } from './operation-ids.ts'
import { SHOP_EXAMPLES } from './shop-examples.ts'

// An `import` would load the whole module including `fetch`, which takes a twentieth of the startup time.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

const EXAMPLES: Examples = { ...SHOP_EXAMPLES, ...BROWSER_EXAMPLES }

type Operation = {
  operationId?: string | undefined
  security?: object[]
  parameters?: object[]
  requestBody?: Body
  responses?: Record<string, Body>
}
type Body = { description?: string; content?: Record<string, { example?: unknown }> }

/** @returns how the routes become one document; @param url the BFF's own address */
export const describeApi = (url: URL): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    servers: [{ url: url.origin, description: 'This BFF' }],
    tags: TAGS,
    info: {
      title: 'PayKKa checkout BFF',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        "Amounts are integers in the currency's minor unit (ISO 4217). Errors are RFC 9457 problem documents.",
    },
    components: {
      securitySchemes: {
        secretKey: { type: 'http', scheme: 'bearer', description: "Secret key of the shop's server" },
        clientSecret: { type: 'http', scheme: 'bearer', description: 'Client secret of one checkout' },
      },
    },
  },
  transform: ({ schema, url }) => ({ url, schema: schema && { ...schema, ...described(schema) } }),
  transformObject: (document) => {
    if (!('openapiObject' in document)) throw new TypeError('The document is OpenAPI 3.')
    const { openapiObject } = document
    const paths = (openapiObject.paths ?? {}) as Record<string, Record<string, Operation>>
    for (const [route, example] of Object.entries(EXAMPLES)) addExample(paths, route, example)
    const schemas = {}
    const short = withReferences(completed(paths), schemas)
    return Object.assign(openapiObject, {
      paths: short,
      components: { ...openapiObject.components, schemas },
    })
  },
})

const TAGS = [
  { name: 'shop', description: "For the shop's server, with a secret key" },
  { name: 'browser', description: 'For the element in the browser, with a client secret' },
  { name: 'paykka', description: 'For PayKKa, and for browsers that return from it' },
  { name: 'pages', description: 'Pages and files for browsers' },
  { name: 'operations', description: 'For the operator' },
]

type Paths = Record<string, Record<string, Operation>>

/** Two methods of one route share an operation, so each gets a copy. */
function completed(paths: Paths): Paths {
  const complete = (path: string, methods: Record<string, Operation>) =>
    Object.entries(methods).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path}`
      return [method, { ...named(operation, route), ...keyed(operation, route) }] as const
    })
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [path, Object.fromEntries(complete(path, methods))]),
  )
}

function named(operation: Operation, route: string): Operation {
  nameAnswers(operation)
  return { ...operation, operationId: OPERATION_IDS[route], security: operation.security ?? [] }
}

/** These also work without a key: then each request counts. */
const KEY_OPTIONAL = new Set([
  'POST /v1/checkouts',
  'POST /v1/disputes/{id}/notes',
  'POST /v1/disputes/{id}/outcome',
  'POST /v1/recurring/agreements/{id}/checkouts',
])

/** The header is read by hand, so the routes' schemas do not have it. */
function keyed({ parameters = [], responses }: Operation, route: string): Pick<Operation, 'parameters'> {
  if (!responses?.['400']?.description?.includes('idempotency_key_invalid')) return {}
  return { parameters: [...parameters, { ...IDEMPOTENCY_KEY, required: !KEY_OPTIONAL.has(route) }] }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same key and request always have the same effect, however often they are sent. 1 to 255 visible ASCII characters',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: 'order-1001-checkout-1',
}

/** Callers may send more forms than the route's strict schema has. */
function described({ body, response }: { body?: unknown; response?: unknown }) {
  return {
    ...(GIVEN_FORMS.has(body) ? { body: GIVEN_FORMS.get(body) } : {}),
    ...(response ? { response: withProblems(response as object) } : {}),
  }
}

/** The same answers, with the problems of each status listed and the first one as the example. */
function withProblems(response: object): object {
  const described = [...problemsOf(response)].map(([status, codes]) => [status, problemAnswer(codes)])
  return { ...response, ...Object.fromEntries(described) }
}

function problemAnswer(codes: ProblemCode[]): object {
  const [example] = codes.map((code) => toProblem(code, 'req_QK3BUGEZJOUU7OTGZHELOPLZN5'))
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    content: { 'application/problem+json': { schema: Problem, example } },
  }
}

/** Replaces the generator's default description. */
function nameAnswers({ responses = {} }: Operation): void {
  for (const [status, answer] of Object.entries(responses))
    if (answer.description === 'Default Response') answer.description = STATUS_CODES[status] ?? status
}

function addExample(paths: Record<string, Record<string, Operation>>, route: string, example: Example): void {
  const [method = '', path = ''] = route.split(' ')
  const operation = paths[path]?.[method.toLowerCase()]
  if (!operation) throw new TypeError(`There is no ${route} to give an example of.`)
  if (example.request !== undefined) fill(operation.requestBody, example.request)
  if (example.answer !== undefined) fill(operation.responses?.[example.status ?? 200], example.answer)
}

function fill(body: Body | undefined, example: unknown): void {
  for (const form of Object.values(body?.content ?? {})) form.example = example
}
