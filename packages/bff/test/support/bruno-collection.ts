/** Writes the Bruno collection of the shop API from its description: one file per operation, in the order of an order's life. */
import type { BruRequest } from '@usebruno/lang'
import lang from '@usebruno/lang'
import { AGREEMENT_ID, CHECKOUT_ID, PAYMENT_ID } from '../../src/http/openapi/example.ts'
import { OPERATION_IDS } from '../../src/http/openapi/operation-ids.ts'

type Content = { content?: Record<string, { example?: unknown }> }
type Operation = {
  operationId: string
  summary: string
  description?: string
  parameters?: { in: string; name: string }[]
  requestBody?: Content
}
export type Described = { paths: Record<string, Record<string, Operation>> }

/** Where the id in a path comes from. */
const VARIABLES: [path: RegExp, variable: string][] = [
  [/^\/v1\/checkouts\//, 'checkoutId'],
  [/^\/v1\/payments\//, 'paymentId'],
  [/^\/v1\/disputes\//, 'disputeId'],
  [/^\/v1\/recurring\/agreements\//, 'agreementId'],
]

/** Members of the query that a route needs, or that make a short answer. */
const QUERIES: Record<string, string> = {
  summarizePayments: 'createdFrom={{from}}&createdBefore={{before}}',
  measurePayments: 'from={{from}}&before={{before}}',
  exportPayments: 'createdFrom={{from}}&createdBefore={{before}}',
  exportMovements: 'createdFrom={{from}}&createdBefore={{before}}',
  exportAudit: 'from={{from}}&before={{before}}',
  listPayments: 'status=succeeded&limit=5',
}

/** What an answer leaves for the next requests. */
const KEPT: Record<string, [variable: string, value: string][]> = {
  createCheckout: [
    ['checkoutId', 'res.body.id'],
    ['clientSecret', 'res.body.clientSecret'],
  ],
  listPayments: [['paymentId', 'res.body.data[0].id']],
  listCards: [['cardId', 'res.body.data[0].id']],
  listAgreements: [['agreementId', 'res.body.data[0].id']],
  listDisputes: [['disputeId', 'res.body.data[0].id']],
}

/** @returns the text of each file, by its name in the collection's folder */
export function brunoCollection({ paths }: Described): Record<string, string> {
  const routes = Object.keys(OPERATION_IDS).filter((route) => route.includes(' /v1/'))
  const files = routes.map((route, index): [string, string] => {
    const [method = '', path = ''] = route.split(' ')
    const operation = paths[path]?.[method.toLowerCase()]
    if (!operation) throw new Error(`The description has no ${route}`)
    return [`${operation.operationId}.bru`, lang.jsonToBruV2(requestOf(method, path, operation, index + 1))]
  })
  return {
    'bruno.json': `${JSON.stringify({ version: '1', name: 'PayKKa checkout: shop API', type: 'collection' }, null, 2)}\n`,
    'environments/dev.bru': ENVIRONMENT,
    ...Object.fromEntries(files),
  }
}

/** `paykka-bff dev` prints the secret key. */
const ENVIRONMENT = `vars {
  baseUrl: http://localhost:4020
  shopUrl: http://localhost:3000
  shopperReference: anna
  from: 2026-11-01T00:00:00Z
  before: 2026-12-01T00:00:00Z
}
vars:secret [
  secretKey
]
`

function requestOf(method: string, path: string, operation: Operation, seq: number): BruRequest {
  const example = Object.values(operation.requestBody?.content ?? {})[0]?.example
  const takesKey = operation.parameters?.some(({ name }) => name.toLowerCase() === 'idempotency-key')
  const query = QUERIES[operation.operationId]
  const kept = KEPT[operation.operationId] ?? []
  return {
    meta: { name: operation.operationId, type: 'http', seq },
    http: {
      method: method.toLowerCase(),
      url: `{{baseUrl}}${withVariables(path)}${query ? `?${query}` : ''}`,
      body: example === undefined ? 'none' : 'json',
      auth: 'bearer',
    },
    ...(takesKey ? { headers: [{ name: 'idempotency-key', value: '{{$guid}}', enabled: true }] } : {}),
    auth: { bearer: { token: '{{secretKey}}' } },
    ...(example === undefined ? {} : { body: { json: bodyOf(example) } }),
    ...(kept.length > 0
      ? { vars: { res: kept.map(([name, value]) => ({ name, value, enabled: true, local: false })) } }
      : {}),
    docs: [operation.summary, operation.description].filter(Boolean).join('\n\n'),
  }
}

function withVariables(path: string): string {
  const [, id = 'id'] = VARIABLES.find(([pattern]) => pattern.test(path)) ?? []
  return path
    .replace('{id}', `{{${id}}}`)
    .replace('{reference}', '{{shopperReference}}')
    .replace('{cardId}', '{{cardId}}')
}

/** The example with variables in place of its ids. An order is new each time. */
function bodyOf(example: unknown): string {
  return JSON.stringify(example, null, 2)
    .replaceAll(CHECKOUT_ID, '{{checkoutId}}')
    .replaceAll(PAYMENT_ID, '{{paymentId}}')
    .replaceAll(AGREEMENT_ID, '{{agreementId}}')
    .replaceAll(/"order-\d+"/g, '"order-{{$guid}}"')
    .replaceAll('https://shop.example', '{{shopUrl}}')
    .replaceAll('"reference": "anna"', '"reference": "{{shopperReference}}"')
}
