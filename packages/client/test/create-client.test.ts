/** `createClient` without a BFF: its options, what it sends, what it makes of every answer, and when it sends again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClientOptions } from '../src/index.ts'
import { createClient, ShopProblem } from '../src/index.ts'

const URL_OF_BFF = 'https://pay.shop.example'
const SECRET_KEY = 'k'.repeat(32)
const PAYMENT = 'GET /v1/payments/:id'
const CAPTURE = 'POST /v1/payments/:id/captures'
const params = { id: 'pay_1' }
const capture = { params, body: {}, idempotencyKey: 'capture-1' }

type Sent = { url: string; init: RequestInit & { headers: Record<string, string> } }
type Answer = Response | Error

/** A client whose calls get these answers in turn, and what it sent. */
function clientOf(answers: Answer[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = []
  const fetch = async (url: string, init: Sent['init']) => {
    sent.push({ url, init })
    const answer = answers[sent.length - 1]
    if (answer instanceof Response) return answer
    throw answer ?? new Error('no more answers')
  }
  const given = { url: URL_OF_BFF, secretKey: SECRET_KEY, fetch: fetch as unknown as typeof globalThis.fetch }
  return { bff: createClient({ ...given, ...options }), sent }
}

const problem = (code: string, status: number, more: object = {}, headers: Record<string, string> = {}) =>
  Response.json({ code, status, title: 'No.', requestId: 'req_1', ...more }, { status, headers })
const refused = () => new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })
const proxy = (status: number, headers: Record<string, string> = {}) =>
  new Response('<h1>Bad gateway</h1>', { status, headers: { 'content-type': 'text/html', ...headers } })

/** @returns the problem that a call ends with */
async function problemOf(call: Promise<unknown>): Promise<ShopProblem> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ShopProblem) return error
  throw new Error('The call gave no ShopProblem', { cause: error })
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

describe('the options', () => {
  it.each<[string, unknown, string]>([
    ['no address', undefined, "url is missing: give the BFF's address"],
    ['an empty address', ' ', 'url is missing'],
    ['no scheme', 'pay.shop.example', 'url must begin with https://'],
    ['a host and a port', 'localhost:4020', 'url must begin with https://'],
    ['another scheme', 'ftp://pay.shop.example', 'url must begin with https://'],
    ['a password', 'https://a:b@pay.shop.example', 'url must not contain a user name'],
    ['a query', 'https://pay.shop.example/?a=1', 'url must end before the ? or #'],
    ['a path of the API', 'https://pay.shop.example/v1/', 'url must end before /v1'],
  ])('refuse %s', (_, url, message) => {
    expect(() => clientOf([], { url: url as string })).toThrow(message)
  })

  it.each<[string, unknown, string]>([
    ['no key', undefined, "secretKey is missing: give one of the BFF's BFF_SECRET_KEYS"],
    ['a short key', 'abc', 'secretKey has 3 characters'],
    ['a client secret', `cs_${'a'.repeat(43)}`, 'secretKey is a client secret'],
    ['the secret of events', `whsec_${'a'.repeat(43)}`, 'secretKey is the secret of the events'],
    ['the whole list', `${SECRET_KEY},${SECRET_KEY}`, 'secretKey has a comma'],
    ['a key with its name', `shop:${SECRET_KEY}`, 'secretKey has a colon'],
    ['a key with a space inside', `${SECRET_KEY} ${SECRET_KEY}`, 'secretKey has a character'],
  ])('refuse %s, and never print it', (_, secretKey, message) => {
    const make = () => clientOf([], { secretKey: secretKey as string })
    expect(make).toThrow(message)
    expect(make).not.toThrow(String(secretKey))
  })

  it('name all mistakes at once', () => {
    const make = () => createClient({ url: '', secretKey: '', timeoutMs: 0, retries: -1, operator: 'a b' })
    expect(make).toThrow(
      /^setup_invalid: .*url is missing.*; secretKey is missing.*; timeoutMs must.*; operator must.*; retries must/,
    )
  })

  it('may have a slash, a path and white space around', async () => {
    const { bff, sent } = clientOf([Response.json({})], {
      url: ' https://shop.example/pay/ ',
      secretKey: `${SECRET_KEY}\n`,
    })
    await bff(PAYMENT, { params })
    expect(sent[0]?.url).toBe('https://shop.example/pay/v1/payments/pay_1')
    expect(sent[0]?.init.headers.authorization).toBe(`Bearer ${SECRET_KEY}`)
  })
})

describe('a call', () => {
  it('carries its parameters, filters, body and key, and follows no redirect', async () => {
    const { bff, sent } = clientOf([Response.json({}), Response.json({})], { operator: 'anna' })
    await bff('GET /v1/shoppers/:reference/cards', { params: { reference: 'a/b?' } })
    await bff(CAPTURE, capture)
    expect(sent[0]?.url).toBe(`${URL_OF_BFF}/v1/shoppers/a%2Fb%3F/cards`)
    expect(sent[1]?.init).toMatchObject({
      method: 'POST',
      body: '{}',
      redirect: 'manual',
      headers: {
        'idempotency-key': 'capture-1',
        'paykka-operator': 'anna',
        'content-type': 'application/json',
      },
    })
  })

  it('leaves out filters that are undefined', async () => {
    const { bff, sent } = clientOf([Response.json({})])
    const query = { q: 'a&b', status: undefined } as unknown as { q: string }
    await bff('GET /v1/payments', { query })
    expect(sent[0]?.url).toBe(`${URL_OF_BFF}/v1/payments?q=a%26b`)
  })

  it.each([undefined, ''])(
    'with the id %o is not sent: the address would be that of the list',
    async (id) => {
      const { bff, sent } = clientOf([])
      const found = await problemOf(bff(PAYMENT, { params: { id: id as string } }))
      expect([found.code, found.message, sent]).toEqual([
        'setup_invalid',
        expect.stringContaining('params.id is missing'),
        [],
      ])
    },
  )

  it.each([
    ['', 'is empty'],
    ['a'.repeat(256), 'has 256 characters'],
    ['order 1', 'encodeURIComponent'],
    ['bestellung-ü', 'encodeURIComponent'],
  ])('with the key %o is not sent', async (idempotencyKey, message) => {
    const { bff, sent } = clientOf([])
    const found = await problemOf(bff(CAPTURE, { ...capture, idempotencyKey }))
    expect([found.code, found.message, sent]).toEqual([
      'idempotency_key_invalid',
      expect.stringContaining(message),
      [],
    ])
  })

  it('without a key gets one where the BFF takes one, and none elsewhere', async () => {
    const { bff, sent } = clientOf([Response.json({}), Response.json({}), Response.json({})])
    const body = {
      orderReference: 'A-1',
      amount: { value: 1, currency: 'EUR' },
      returnUrl: 'https://a.example/',
    }
    await bff('POST /v1/checkouts', { body })
    await bff('POST /v1/checkouts/:id/cancel', { params })
    await bff('PATCH /v1/checkouts/:id', { params, body: { amount: body.amount } })
    const keys = sent.map(({ init }) => init.headers['idempotency-key'])
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), undefined, undefined])
  })
})

describe('an answer', () => {
  it('of 204 is undefined', async () => {
    const { bff } = clientOf([new Response(null, { status: 204 })])
    const both = { reference: 'anna', cardId: 'card_1' }
    expect(await bff('DELETE /v1/shoppers/:reference/cards/:cardId', { params: both })).toBeUndefined()
  })

  it.each<[string, Response, string[], boolean]>([
    [
      'with every wrong field',
      problem('validation_failed', 422, {
        errors: [
          { field: '/amount', message: 'is required' },
          { field: '', message: 'must be an object' },
        ],
      }),
      ['validation_failed: No.', '/amount is required; The body must be an object.', '(req_1)'],
      false,
    ],
    [
      'with what holds it up',
      problem('order_in_progress', 409, { checkout: { id: 'chk_1', status: 'processing' } }),
      ['See checkout chk_1 (processing).'],
      false,
    ],
    ['for a wrong key', problem('unauthorized', 401), ['Check secretKey'], false],
    ['for an unknown id', problem('not_found', 404), ['Check the id, and that url is the BFF'], false],
    ['of an error in the BFF', problem('internal_error', 500), ['with the same idempotencyKey'], true],
    ['of a proxy', proxy(404), ['HTTP 404 with text/html', 'Check that url is the BFF'], false],
    [
      'with a redirect',
      proxy(301, { location: 'https://pay.shop.example/' }),
      ['It points to https://pay.shop.example/'],
      false,
    ],
  ])('%s says so, and whether the call may have had an effect', async (_, answer, texts, outcomeOpen) => {
    const { bff, sent } = clientOf([answer])
    const found = await problemOf(bff(CAPTURE, capture))
    for (const text of texts) expect(found.message).toContain(text)
    expect([found.outcomeOpen, found.status, sent.length]).toEqual([outcomeOpen, answer.status, 1])
  })
})

describe('a call is sent again', () => {
  /** Sends a call and lets all its waits pass. @returns the milliseconds that passed */
  async function waited(call: Promise<unknown>): Promise<number> {
    const start = Date.now()
    const settled = call.catch(() => undefined)
    await vi.runAllTimersAsync()
    await settled
    return Date.now() - start
  }

  it.each<[string, () => Answer]>([
    ['there was no connection', refused],
    ['a proxy answered 502', () => proxy(502)],
    ['the answer broke off', () => new Response('{"payment":')],
  ])('with its key when %s', async (_, failure) => {
    const { bff, sent } = clientOf([failure(), Response.json({ operation: {} })])
    await waited(bff(CAPTURE, capture))
    expect(sent.map(({ init }) => init.headers['idempotency-key'])).toEqual(['capture-1', 'capture-1'])
    expect(sent[1]).toEqual(sent[0])
  })

  it('with the key that the client made', async () => {
    const { bff, sent } = clientOf([refused(), Response.json({})])
    const body = {
      orderReference: 'A-1',
      amount: { value: 1, currency: 'EUR' },
      returnUrl: 'https://a.example/',
    }
    await waited(bff('POST /v1/checkouts', { body }))
    const [first, second] = sent.map(({ init }) => init.headers['idempotency-key'])
    expect(first).toBeTruthy()
    expect(second).toBe(first)
  })

  it('never when that could have two effects', async () => {
    const { bff, sent } = clientOf([refused()])
    const body = { amount: { value: 1, currency: 'EUR' } }
    const found = await problemOf(bff('PATCH /v1/checkouts/:id', { params, body }))
    expect([found.code, found.outcomeOpen, sent.length]).toEqual(['unreachable', true, 1])
    expect(found.message).toContain('ECONNREFUSED')
  })

  it.each([
    ['rate_limited', 429],
    ['busy', 503],
    ['not_ready', 503],
    ['idempotency_in_flight', 409],
  ])('after the time that the BFF names in %s', async (code, status) => {
    const busy = problem(code, status, {}, { 'retry-after': '2' })
    const { bff, sent } = clientOf([busy, Response.json({})])
    expect(await waited(bff(CAPTURE, capture))).toBe(2000)
    expect(sent).toHaveLength(2)
  })

  it('twice at most, and later each time', async () => {
    const { bff, sent } = clientOf([refused(), refused(), refused(), Response.json({})])
    const call = problemOf(bff(PAYMENT, { params }))
    expect(await waited(call)).toBe(250 + 500)
    expect([(await call).code, (await call).outcomeOpen, sent.length]).toEqual(['unreachable', false, 3])
  })

  it('not when the BFF names a time after the end of the call', async () => {
    const { bff, sent } = clientOf([problem('busy', 503, {}, { 'retry-after': '86400' })])
    const found = await problemOf(bff(PAYMENT, { params }))
    expect([found.retryAfterMs, sent.length]).toEqual([86_400_000, 1])
  })

  it.each(['payment_in_progress', 'gateway_unreachable', 'internal_error'])('not after %s', async (code) => {
    const { bff, sent } = clientOf([problem(code, 409)])
    expect((await problemOf(bff(CAPTURE, capture))).code).toBe(code)
    expect(sent).toHaveLength(1)
  })

  it('not with retries: 0', async () => {
    const { bff, sent } = clientOf([refused()], { retries: 0 })
    await problemOf(bff(PAYMENT, { params }))
    expect(sent).toHaveLength(1)
  })

  it('not after its time is over', async () => {
    const { bff, sent } = clientOf([new DOMException('The operation timed out', 'TimeoutError')], {
      timeoutMs: 5000,
    })
    const found = await problemOf(bff(CAPTURE, capture))
    expect([found.code, found.outcomeOpen, sent.length]).toEqual(['timeout', true, 1])
    expect(found.message).toContain('gave no answer in 5000 ms')
  })
})
