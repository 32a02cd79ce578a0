/** Writes `docs/reference/http-reference.md` from the OpenAPI document of a running BFF. */
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import { fieldRows, namedSchemas, typeOf } from './schema-tables.ts'

export type Schema = {
  title?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  description?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
}
type Content = { description?: string; content?: Record<string, { schema?: Schema }> }
type Operation = {
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, unknown>[]
  requestBody?: Content
  responses: Record<string, Content>
}
export type OpenApi = { paths: Record<string, Record<string, Operation>> }

const GROUPS = [
  ['shop', "For the shop's server", 'Authorized by one of `BFF_SECRET_KEYS` as a bearer.'],
  [
    'browser',
    "For the shopper's browser",
    'Authorized by a client secret as a bearer. The element calls these.',
  ],
  ['paykka', 'For PayKKa', 'PayKKa and the returning browser call these.'],
  ['pages', 'Pages and files', 'Open to everybody.'],
  ['operations', 'For operators', 'Open to everybody, but `GET /metrics`, which `METRICS_TOKEN` opens.'],
] as const

/** @returns the text of the page: every operation by group, then every named schema once */
export function httpReferencePage(document: OpenApi): string {
  return [
    '# HTTP reference',
    'Generated from `GET /openapi.json`: a test keeps it equal (`vitest run openapi -u` in `packages/bff` writes it). [HTTP API](http-api.md) explains the same with examples. A field with * is required; no other field is taken.',
    ...GROUPS.flatMap(([tag, title, intro]) => [`## ${title}`, intro, ...operationsOf(document, tag)]),
    '## Schemas',
    'Money, dates and texts cross the wire in these forms only.',
    ...[...namedSchemas(document)]
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .flatMap(([title, schema]) => [`### ${title}`, about(schema), table(schema)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function operationsOf({ paths }: OpenApi, tag: string): string[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags?.includes(tag))
      .flatMap(([method, operation]) => describe(`${method.toUpperCase()} ${path}`, operation)),
  )
}

function describe(route: string, operation: Operation): string[] {
  const { summary = '', description = '', requestBody, responses } = operation
  const body = schemaOf(requestBody)
  return [
    `### \`${route}\``,
    [summary, description]
      .filter((text) => text !== '')
      .join('. ')
      .concat('.')
      .replaceAll('..', '.'),
    ...(body ? [`Body: ${typeOf(body)}`, body.title ? '' : table(body)] : []),
    ...answers(responses),
  ]
}

/** Each success with its form; problems by status and code, since all have one form. */
function answers(responses: Record<string, Content>): string[] {
  const statuses = Object.keys(responses).filter((status) => status !== 'default')
  const problems = statuses.filter((status) => schemaOf(responses[status])?.title === 'Problem')
  const others = statuses.filter((status) => !problems.includes(status))
  const codes = (status: string) => `${status} ${responses[status]?.description}`
  const known = new Set(Object.values(PROBLEM_STATUS).map(String))
  const unknown = problems.filter((status) => !known.has(status))
  if (unknown.length > 0) throw new Error(`no problem code has status ${unknown.join(', ')}`)
  return [
    ...alike(others, responses).flatMap(([status, schema]) => answer(status, schema)),
    ...(problems.length > 0 ? [`[Problems](#problem): ${problems.map(codes).join('; ')}.`] : []),
  ]
}

/** Statuses whose answers have the same form, as one. */
function alike(statuses: string[], responses: Record<string, Content>): [string, Schema | undefined][] {
  const groups = Map.groupBy(statuses, (status) => JSON.stringify(schemaOf(responses[status])))
  return [...groups.values()].map((group) => [group.join(', '), schemaOf(responses[group[0] ?? ''])])
}

function answer(status: string, schema: Schema | undefined): string[] {
  if (!schema || typeOf(schema) === '') return [`Answers ${status}.`]
  return [`Answers ${status}: ${typeOf(schema)}`, schema.title ? '' : table(schema)]
}

const about = ({ description }: Schema): string => description ?? ''

const schemaOf = (part: Content | undefined): Schema | undefined =>
  Object.values(part?.content ?? {})[0]?.schema

function table(schema: Schema): string {
  const rows = fieldRows(schema)
  if (rows.length === 0) return ''
  return ['| field | form | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
