/** The answer to a request with mistakes: every field in plain words, and the kind of each mistake in the log. */
import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { shareWorld } from '../support/shared-world.ts'
import { order, SECRET_KEY, shop } from '../support/world.ts'

const sharedWorld = shareWorld()

const create = (changes: Record<string, unknown>) =>
  shop(sharedWorld()).send('POST', '/v1/checkouts', order(changes))

describe('every wrong field is named at once', () => {
  it('by its form and by the rules of a checkout together', async () => {
    const response = await create({
      orderReference: '',
      amount: { value: 10.99, currency: 'EUR' },
      returnUrl: 'https://elsewhere.example/',
      saveCard: true,
      expiresIn: 5,
      return_url: 'https://shop.example/',
      surprise: 1,
    })
    expect(response.statusCode).toBe(422)
    const byField = Object.fromEntries(
      response
        .json()
        .errors.map(({ field, message }: { field: string; message: string }) => [field, message]),
    )
    expect(byField).toEqual({
      '/orderReference': 'must not be empty',
      '/amount/value': "must be a whole number, without quotes (Integer in the currency's minor unit)",
      '/returnUrl': 'must begin with one of BFF_ALLOWED_ORIGINS (https://shop.example), without a user',
      '/saveCard': 'must be one of: off, ask, always',
      '/expiresIn': 'must be 60 or more',
      '/return_url': 'is not a field of this request; did you mean returnUrl?',
      '/surprise': 'is not a field of this request',
    })
  })

  it('of several rules that the form does not show', async () => {
    const response = await create({
      amount: { value: 1, currency: 'XTS' },
      returnUrl: 'https://elsewhere.example/',
      saveCard: 'ask',
    })
    expect(response.json().errors.map(({ field }: { field: string }) => field)).toEqual([
      '/amount/currency',
      '/returnUrl',
      '/shopper/reference',
    ])
  })

  it('and no rule complains of a field whose form is wrong already', async () => {
    const response = await create({ amount: { value: 1, currency: 'euro' }, returnUrl: 7 })
    expect(response.json().errors).toEqual([
      { field: '/amount/currency', message: expect.stringContaining('ISO 4217') },
      { field: '/returnUrl', message: 'must be text in quotes' },
    ])
  })

  const words: [Record<string, unknown>, string, string][] = [
    [{ amount: 10.99 }, '/amount', 'must be an object like { "value": 1099, "currency": "EUR" }'],
    [{ amount: { value: 1 } }, '/amount/currency', 'is required'],
    [{ amount: { value: 0, currency: 'EUR' } }, '/amount/value', 'must be 1 or more'],
    [{ allowRepeat: 'yes' }, '/allowRepeat', 'must be true or false'],
    [{ capture: 'later' }, '/capture', 'must be one of: automatic, manual'],
    [{ capture: 'Automatic' }, '/capture', 'did you mean automatic? Must be one of: automatic, manual'],
    [{ capture: 'manuel' }, '/capture', 'did you mean manual?'],
    [{ orderReference: 'x'.repeat(65) }, '/orderReference', 'must have at most 64 characters'],
    [{ orderReference: 'a\nb' }, '/orderReference', 'must not hold line breaks'],
    [{ methods: [] }, '/methods', 'must have at least 1 item'],
    [{ methods: ['card', 'card'] }, '/methods', 'must not hold the same item twice'],
    [{ returnUrl: 7 }, '/returnUrl', 'must be text in quotes'],
    [{ 'a/b~c': 1 }, '/a~1b~0c', 'is not a field of this request'],
    [{ expiresIn: '60' }, '/expiresIn', 'a whole number'],
    [{ expiresIn: 59 }, '/expiresIn', 'must be 60 or more'],
  ]
  it.each(words)('%j: %s %s', async (changes, field, message) => {
    const { errors } = (await create(changes)).json()
    expect(errors).toEqual([{ field, message: expect.stringContaining(message) }])
  })

  it('up to fifty', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`field${at}`, 1]))
    expect((await create(many)).json().errors).toHaveLength(50)
  })
})

describe('the log', () => {
  const answered = () =>
    sharedWorld()
      .logs.map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'answered')

  it('says of a refusal its code, its fields and the key, and no value', async () => {
    await create({ saveCard: 'a-value-of-mine' })
    const line = answered().at(-1)
    expect(line).toMatchObject({ code: 'validation_failed', fields: ['/saveCard'], key: 1 })
    expect(JSON.stringify(line)).not.toContain('a-value-of-mine')
  })

  it('says the code of every refusal, by whichever part of the BFF', async () => {
    const { app } = sharedWorld()
    const headers = { authorization: `Bearer ${SECRET_KEY}` }
    const requests: [InjectOptions, string][] = [
      [{ url: '/v1/checkouts/chk_x', headers: {} }, 'unauthorized'],
      [{ url: '/v1/checkouts/chk_x', headers }, 'not_found'],
      [{ url: '/nothing' }, 'not_found'],
      [{ method: 'PUT', url: '/v1/checkouts', headers }, 'method_not_allowed'],
      [{ method: 'POST', url: '/v1/checkouts', headers, payload: 'x' }, 'unsupported_media_type'],
    ]
    for (const [request, code] of requests) {
      await app.inject(request)
      expect(answered().at(-1)).toMatchObject({ code })
    }
  })

  it('says nothing of the kind about what went well', async () => {
    await shop(sharedWorld()).create()
    expect(answered().at(-1)).not.toHaveProperty('code')
  })
})

describe('an idempotency key', () => {
  const withKey = (key: string) =>
    shop(sharedWorld()).send('POST', '/v1/checkouts', order({ orderReference: `k-${key.length}` }), {
      'idempotency-key': key,
    })

  it.each(['1', 'order-1', 'order:1/a b'.replace(' ', '_'), '!"#$%&()*+,-./~', 'x'.repeat(255)])(
    'may be %s',
    async (key) => {
      expect((await withKey(key)).statusCode).toBe(201)
      expect((await withKey(key)).headers['idempotency-replayed']).toBe('true')
    },
  )

  it.each([
    ['', 'missing or empty'],
    ['x'.repeat(256), '256 characters'],
    ['a b', 'a space'],
    ['a, b', 'two header lines'],
    ['ä', 'outside ASCII'],
  ])('%j is refused with the reason', async (key, reason) => {
    const response = await withKey(key)
    expect([response.statusCode, response.json().code]).toEqual([400, 'idempotency_key_invalid'])
    expect(response.json().detail).toContain(reason)
  })
})
