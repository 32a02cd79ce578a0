/** The one parser of bodies: what two readers could take for two things is refused. */
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../../src/domain/errors.ts'
import { readStrictJson } from '../../../src/http/guard/json-body.ts'

function server() {
  const app = Fastify()
  readStrictJson(app)
  app.setErrorHandler<AppError & { statusCode?: number }>((error, _request, reply) =>
    reply
      .code(error.statusCode ?? PROBLEM_STATUS[error.code] ?? 400)
      .send({ code: error.code, detail: error.extras?.detail }),
  )
  app.post('/', (request) => ({ body: request.body }))
  return async (payload: string | Buffer, type = 'application/json') => {
    const response = await app.inject({
      method: 'POST',
      url: '/',
      payload,
      headers: { 'content-type': type },
    })
    return [response.statusCode, response.json()]
  }
}

describe('a body', () => {
  const utf8 = Buffer.from('{"a":"\u00e4 \ud83d\ude00"}')
  it.each(['utf-8', 'UTF-8', 'utf8', '"utf-8"', 'us-ascii', ''])(
    'in the charset %s is read',
    async (charset) => {
      const types = [`application/json; charset=${charset}`, `application/json;version=1;charset=${charset}`]
      for (const type of types)
        expect(await server()(utf8, type)).toEqual([200, { body: { a: '\u00e4 \ud83d\ude00' } }])
    },
  )

  it.each(['utf-7', 'iso-8859-1', 'latin1', 'windows-1252', 'utf-16', 'UTF-16LE', 'gbk', '"x"'])(
    'in the charset %j is not taken',
    async (charset) => {
      const [status, reported] = (await server()('{"a":1}', `application/json; charset=${charset}`)) as [
        number,
        object,
      ]
      expect([status, reported]).toEqual([
        415,
        { code: 'unsupported_media_type', detail: expect.stringContaining('UTF-8') },
      ])
    },
  )

  it.each([
    ['Latin-1', Buffer.from('{"a":"\u00e4"}', 'latin1')],
    ['half a character', utf8.subarray(0, 7)],
    ['a surrogate in bytes', Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1')],
    ['an overlong slash', Buffer.from('{"a":"\xc0\xaf"}', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ])('of bytes that are not UTF-8 is refused: %s', async (_name, bytes) => {
    expect(await server()(bytes)).toEqual([
      400,
      { code: 'malformed_request', detail: 'The body is not UTF-8.' },
    ])
  })

  it.each(['{"a":1,"b":{"a":1}}', '[1]', '"x"', 'null'])('%s is read', async (text) => {
    expect(await server()(text)).toEqual([200, { body: JSON.parse(text) }])
    expect((await server()(text, 'application/json; charset=utf-8'))[0]).toBe(200)
  })

  it.each(['{"a":1,"a":1}', '{"b":[{"a":1,"\\u0061":2}]}'])('%s names a field twice', async (text) => {
    const expected = { code: 'malformed_request', detail: 'A field is named twice.' }
    expect(await server()(text)).toEqual([400, expected])
  })

  it('of no bytes is absent', async () => {
    expect(await server()('')).toEqual([200, {}])
  })

  it.each([31, 32, 33, 10_000])('may be nested 32 levels deep: %d', async (depth) => {
    const [status] = await server()(`${'['.repeat(depth)}${']'.repeat(depth)}`)
    expect(status).toBe(depth > 32 ? 422 : 200)
  })

  it.each(['{"__proto__":1}', '{"constructor":{"prototype":1}}', '{"a":{"__proto__":1}}', '{"a":', ' '])(
    '%j is refused by the parser itself',
    async (text) => {
      const [status, reported] = (await server()(text)) as [number, { code: string; detail?: string }]
      expect([status, reported.code !== 'malformed_request']).toEqual([400, true])
    },
  )

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'of the type %s is not taken',
    async (type) => {
      expect((await server()('{"a":1}', type))[0]).toBe(415)
    },
  )
})
