/** The description of the API against the running routes, and the bounds of every request. */
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import type { FastifyInstance } from 'fastify'
import JsonSchema from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { describedBy } from '../support/description.ts'
import { documentedRequests } from '../support/docs-requests.ts'
import type { OpenApi } from '../support/http-reference.ts'
import { httpReferencePage } from '../support/http-reference.ts'
import { shareWorld } from '../support/shared-world.ts'

type Schema = Record<string, unknown>
type Document = { paths: Record<string, Record<string, { responses: object; summary?: string }>> }

const world = shareWorld()
const document = () => describedBy<Document>(world().app)

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
/** The description itself and as a page, and files, whose wildcards Fastify prints without their prefix. */
const HIDDEN = /^(\/openapi\.json|\/docs\*?|\*)$/

/** Paths and methods as Fastify really answers them: its route tree, where each line continues the one it hangs on. */
function routes(app: FastifyInstance): string[] {
  const above: string[] = []
  const lines = app.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n')
  return lines.flatMap((line) => {
    const [, branch = '', segment = '', methods] = /^([│ ]*[├└]── )(\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (branch === '') return []
    const depth = branch.length / 4 - 1
    above.splice(depth, Number.POSITIVE_INFINITY, segment)
    return (methods ?? '').split(', ').map((method) => `${method.toLowerCase()} ${above.join('')}`)
  })
}

const documented = (app: FastifyInstance) =>
  routes(app)
    .filter((route) => METHODS.includes(route.split(' ')[0] ?? ''))
    .filter((route) => !HIDDEN.test(route.split(' ')[1] ?? ''))
    .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'))

describe('/openapi.json', () => {
  it('names every route, and no other', async () => {
    const { paths } = await document()
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(described.toSorted()).toEqual([...new Set(documented(world().app))].toSorted())
    expect(described.length).toBeGreaterThan(10)
  })

  it('says of every operation what it does and what it answers', async () => {
    for (const [path, methods] of Object.entries((await document()).paths))
      for (const [method, operation] of Object.entries(methods)) {
        expect(operation.summary?.length, `${method} ${path}`).toBeGreaterThan(5)
        expect(Object.keys(operation.responses).length, `${method} ${path}`).toBeGreaterThan(0)
        expect(Object.keys(operation.responses), `${method} ${path}`).not.toContain('default')
        expect(JSON.stringify(operation.responses), `${method} ${path}`).not.toContain('Default Response')
      }
  })

  it('names the codes of every problem, and shows one', async () => {
    const { paths } = (await document()) as unknown as { paths: Record<string, Record<string, Described>> }
    const answers = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) => Object.entries(responses)),
    )
    const problems = answers.filter(([, { content = {} }]) => schemaTitles(content).includes('Problem'))
    expect(problems.length).toBeGreaterThan(150)
    for (const [status, { description = '', content }] of problems) {
      const codes = description.split(', ').map((code) => code.replaceAll('`', '') as ProblemCode)
      expect(codes.map((code) => String(PROBLEM_STATUS[code]))).toEqual(codes.map(() => status))
      expect(content?.['application/problem+json']?.example).toMatchObject({ code: codes[0] })
    }
  })

  it('names every route of the contract that is built', async () => {
    const { paths } = await document()
    for (const path of [
      '/v1/checkouts',
      '/v1/checkouts/{id}',
      '/v1/checkouts/{id}/cancel',
      '/v1/payments/{id}',
      '/client/v1/checkout',
      '/client/v1/checkout/payments',
      '/paykka/return/{reference}',
      '/card-frame',
      '/challenge',
      '/element/manifest.json',
      '/healthz',
      '/readyz',
    ])
      expect(paths).toHaveProperty([path])
  })

  it('is what docs/reference/http-reference.md says (vitest -u writes it)', async () => {
    const page = httpReferencePage((await document()) as unknown as OpenApi)
    await expect(page).toMatchFileSnapshot(
      new URL('../../../../docs/reference/http-reference.md', import.meta.url).pathname,
    )
  })

  it('says each named schema once', async () => {
    const { body } = await world().app.inject({ url: '/openapi.json' })
    expect(body.split('"title":"Payment"').length - 1).toBe(1)
    expect(body.split('#/components/schemas/Problem"').length).toBeGreaterThan(100)
  })

  it('holds no secret of this deployment', async () => {
    const text = JSON.stringify(await document())
    for (const secret of [...world().config.secretKeys, world().config.paykka.merchantId])
      expect(text).not.toContain(secret)
  })
})

const schemaTitles = (content: NonNullable<Content['content']>) =>
  Object.values(content).map(({ schema }) => schema.title)

/** Documents show ids and secrets with an ellipsis, which is not a real value. */
const SHORTENED = /…|<[^>]*>/

type Content = { content?: Record<string, { schema: Schema; example?: unknown }> }
type RequestBody = { content: Record<string, { schema: Schema }> }
type Answer = Content & { description?: string }
type Described = { tags?: string[]; requestBody?: Content; responses: Record<string, Answer> }

describe('the examples', () => {
  it('are there for every request and answer of shops and browsers', async () => {
    const all = await bodies()
    expect(all.length).toBeGreaterThan(30)
    expect(all.filter(({ example }) => example === undefined).map(({ place }) => place)).toEqual([])
  })

  it('fit their own schemas', async () => {
    const wrong = (await bodies()).flatMap(({ place, schema, example }) =>
      errorsOf(schema, example).map((error) => `${place}: ${error}`),
    )
    expect(wrong).toEqual([])
  })

  /** Each body a route takes, or gives when all is well. */
  async function bodies() {
    const { paths } = (await document()) as unknown as { paths: Record<string, Record<string, Described>> }
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags?.includes('shop') || tags?.includes('browser'))
        .flatMap(([method, operation]) => exampled(`${method} ${path}`, operation)),
    )
  }

  function exampled(route: string, { requestBody, responses }: Described) {
    const answer = Object.entries(responses).find(([status]) => status === '200' || status === '201')
    const parts = [...(requestBody ? [['request', requestBody] as const] : []), ...(answer ? [answer] : [])]
    return parts.flatMap(([name, { content = {} }]) =>
      Object.values(content).map(({ schema, example }) => ({ place: `${route} ${name}`, schema, example })),
    )
  }
})

describe('the requests in the documents', () => {
  it('go to routes that are there, with bodies that those take', async () => {
    const { paths } = await document()
    const shown = documentedRequests()
    expect(shown.length).toBeGreaterThan(4)
    for (const { place, method, path, body } of shown) {
      const operation = operationAt(paths, path, method) as { requestBody?: RequestBody } | undefined
      expect(operation, `${place}: ${method} ${path}`).toBeDefined()
      const [form] = Object.values(operation?.requestBody?.content ?? {})
      if (form && body !== undefined) expect(errorsOf(form.schema, body), place).toEqual([])
    }
  })

  it('would be found if they did not', async () => {
    const { paths } = await document()
    expect(operationAt(paths, '/v1/checkouts/chk_…/nothing', 'get')).toBeUndefined()
    expect(operationAt(paths, '/v1/checkouts', 'put')).toBeUndefined()
    const create = operationAt(paths, '/v1/checkouts', 'post') as { requestBody?: RequestBody } | undefined
    const [form] = Object.values(create?.requestBody?.content ?? {})
    expect(errorsOf(form?.schema ?? {}, { amount: { value: '10.99', currency: 'EUR' } })).not.toEqual([])
  })
})

function operationAt(paths: Document['paths'], path: string, method: string) {
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)
  return Object.entries(paths).find(([pattern, methods]) => fits(pattern) && method in methods)?.[1][method]
}

/** @returns complaints about what is wrong, leaving out what is only shortened */
function errorsOf(schema: Schema, body: unknown): string[] {
  const [, errors] = JsonSchema.Compile(schema).Errors(body)
  return errors
    .filter(({ instancePath }) => !SHORTENED.test(JSON.stringify(valueAt(body, parentOf(instancePath)))))
    .map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** A union's complaint names a neighbor of the value it does not like. */
const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

const valueAt = (body: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((value, key) => (value as Record<string, unknown>)[key], body)

/** Every schema of what a request may bring, by place. */
async function requestSchemas(): Promise<[string, Schema][]> {
  const { paths } = (await document()) as unknown as {
    paths: Record<
      string,
      Record<
        string,
        {
          requestBody?: { content: Record<string, { schema: Schema }> }
          parameters?: { name: string; schema: Schema }[]
        }
      >
    >
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, parameters = [] }]) => [
      ...Object.values(requestBody?.content ?? {}).map(({ schema }): [string, Schema] => [
        `${method} ${path}`,
        schema,
      ]),
      ...parameters.map(({ name, schema }): [string, Schema] => [`${method} ${path} ${name}`, schema]),
    ]),
  )
}

/** @returns what is without a limit, each as a path into the schema */
function unbounded(schema: Schema, at: string): string[] {
  const children = [
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>),
    ...Object.entries((schema.patternProperties ?? {}) as Record<string, Schema>),
    ...((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as Schema[]).map(
      (part, i) => [`${i}`, part] as const,
    ),
    ...(schema.items ? [['items', schema.items as Schema] as const] : []),
  ]
  const here = isBounded(schema) ? [] : [at]
  return [...here, ...children.flatMap(([name, child]) => unbounded(child, `${at}/${name}`))]
}

function isBounded(schema: Schema): boolean {
  if (schema.enum !== undefined || schema.const !== undefined) return true
  const has = (...names: string[]) => names.every((name) => typeof schema[name] === 'number')
  switch (schema.type) {
    case 'string':
      return has('maxLength')
    case 'integer':
    case 'number':
      return has('minimum', 'maximum')
    case 'array':
      return has('maxItems') && schema.items !== undefined
    case 'object':
      return schema.additionalProperties === false || has('maxProperties')
    case 'boolean':
    case 'null':
      return true
    default:
      return schema.anyOf !== undefined || schema.oneOf !== undefined || schema.allOf !== undefined
  }
}

describe('every request', () => {
  it('is bounded in each string, number, list and object', async () => {
    const schemas = await requestSchemas()
    expect(schemas.length).toBeGreaterThan(5)
    expect(schemas.flatMap(([place, schema]) => unbounded(schema, place))).toEqual([])
  })

  it('would be found if it were not', () => {
    const leaks: Schema[] = [
      { type: 'string' },
      { type: 'integer', minimum: 0 },
      { type: 'array', items: { type: 'boolean' } },
      { type: 'object', properties: {} },
      {},
      { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } },
      { anyOf: [{ type: 'number' }] },
    ]
    expect(leaks.map((schema) => unbounded(schema, '').length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  it("lets unknown members in only where a wallet's token is taken as it is", async () => {
    const open = (schema: Schema, at: string): string[] => {
      const children = [
        ...Object.entries((schema.properties ?? {}) as Record<string, Schema>),
        ...((schema.anyOf ?? []) as Schema[]).map((part, i) => [`${i}`, part] as const),
        ...(schema.items ? [['items', schema.items as Schema] as const] : []),
      ]
      const here = schema.type === 'object' && schema.additionalProperties !== false ? [at] : []
      return [...here, ...children.flatMap(([name, child]) => open(child, `${at}/${name}`))]
    }
    const found = (await requestSchemas()).flatMap(([place, schema]) => open(schema, place))
    // The generator writes `patternProperties` this way; the route itself refuses other names (routes/input.test.ts).
    const withMetadata = ['/checkouts', '/recurring/charges', '/recurring/agreements/{id}/checkouts']
    const metadata = withMetadata.map((path) => `post /v1${path}/metadata/0`)
    expect(found).toEqual([...metadata, 'post /client/v1/checkout/payments/method/3/token'])
  })
})
