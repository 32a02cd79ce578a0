/** The one parser of bodies: what two readers could take for two things is refused. */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../src/errors.ts'
import { readStrictJson } from '../../src/guard/json-body.ts'

function server() {
  const app = Fastify()
  readStrictJson(app)
  app.setErrorHandler<AppError & { statusCode?: number }>((error, _request, reply) =>
    reply.code(error.statusCode ?? 400).send({ code: error.code, detail: error.extras?.detail }),
  )
  app.post('/', (request) => ({ body: request.body }))
  return async (payload: string, type = 'application/json') => {
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
  it.each(['{"a":1,"b":{"a":1}}', '[1]', '"x"', 'null'])('%s is read', async (text) => {
    expect(await server()(text)).toEqual([200, { body: JSON.parse(text) }])
    expect((await server()(text, 'application/json; charset=utf-8'))[0]).toBe(200)
  })

  it.each(['{"a":1,"a":1}', '{"b":[{"a":1,"\\u0061":2}]}'])('%s names a field twice', async (text) => {
    const expected = { code: 'malformed_request', detail: 'A field is named twice.' }
    expect(await server()(text)).toEqual([400, expected])
  })

  it.each(['{"__proto__":1}', '{"constructor":{"prototype":1}}', '{"a":{"__proto__":1}}', '{"a":', ''])(
    '%j is refused by the parser itself',
    async (text) => {
      const [status, told] = (await server()(text)) as [number, { code: string; detail?: string }]
      expect([status, told.code !== 'malformed_request']).toEqual([400, true])
    },
  )

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'of the type %s is not taken',
    async (type) => {
      expect((await server()('{"a":1}', type))[0]).toBe(415)
    },
  )
})
