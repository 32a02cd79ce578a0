/** Which requests a card number makes refused, and what the refusal says. */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../../src/domain/errors.ts'
import { refuseCardData, refuseCardDataAround } from '../../../src/http/guard/card-data.ts'

const PAN = '4242424242424242'

/** @returns a function that asks, and gives the refusal's code and fields, or 200 */
function server() {
  const app = Fastify()
  app.setErrorHandler<AppError>((error, _request, reply) =>
    reply.code(422).send([error.code, error.extras.errors]),
  )
  app.addHook('onRequest', async (request) => refuseCardDataAround(request))
  refuseCardData(app)
  app.post('/*', () => 'fine')
  return async (url: string, headers: Record<string, string> = {}, payload: unknown = {}) => {
    const response = await app.inject({ method: 'POST', url, headers, payload: payload as object })
    return response.statusCode === 200 ? 200 : response.json()
  }
}
const refused = (field: string) => ['card_data_refused', [{ field, message: 'holds a card number' }]]

describe('a request', () => {
  const requests: [string, string, Record<string, string>, unknown, unknown][] = [
    ['without any', '/a', { 'x-a': 'b' }, { a: 'b' }, 200],
    ['with one in its address', `/${PAN}`, {}, {}, refused('')],
    ['with one in its query', `/?a=${PAN}`, {}, {}, refused('')],
    ['with one in a header', '/', { 'x-card': PAN }, {}, refused('header x-card')],
    ['with one in its body', '/', {}, { a: PAN }, refused('/a')],
    ['with one deep in a long name', '/', {}, { ['n'.repeat(300)]: PAN }, refused(`/${'n'.repeat(255)}`)],
    ['of PayKKa with one in its address', `/paykka/${PAN}`, {}, {}, 200],
    ['of PayKKa with one in a header', '/paykka/x', { 'x-card': PAN }, {}, 200],
    ['of PayKKa with one in its body', '/paykka/x', {}, { a: PAN }, 200],
    ['that only looks like one of PayKKa', `/x/paykka/${PAN}`, {}, {}, refused('')],
    ['that only looks like one of PayKKa, in its body', '/x/paykka/', {}, { a: PAN }, refused('/a')],
  ]
  it.each(requests)('%s', async (_name, url, headers, body, expected) => {
    expect(await server()(url, headers, body)).toEqual(expected)
  })

  it('goes on without a cookie or an id of a fraud script that looks like a card', async () => {
    const app = Fastify()
    refuseCardData(app)
    app.post('/pay', async (request) => request.body)
    const browser = {
      cookies: `_ga=GA1.1.${PAN}`,
      deviceFingerprintId: PAN,
      fraudDetectionId: 'f-1',
      language: 'en',
    }
    const response = await app.inject({ method: 'POST', url: '/pay', payload: { browser } })
    expect(response.json()).toEqual({ browser: { fraudDetectionId: 'f-1', language: 'en' } })
  })

  const elsewhere: [unknown, string][] = [
    [{ browser: { userAgent: PAN } }, '/browser/userAgent'],
    [{ cookies: PAN }, '/cookies'],
    [{ browser: { cookies: { a: PAN } } }, '/browser/cookies/a'],
    [{ a: { browser: { cookies: PAN } } }, '/a/browser/cookies'],
  ]
  it.each(elsewhere)('with one where no script writes: %j', async (body, field) => {
    expect(await server()('/', {}, body)).toEqual(refused(field))
  })

  const trace = `00-4bf92f3577b34da6a3ce929d0e0e4736-${PAN}-01`
  const traces: [string, string, unknown][] = [
    ['traceparent', trace, 200],
    ['x-trace', trace, refused('header x-trace')],
    ['traceparent', `x ${trace}`, refused('header traceparent')],
    ['traceparent', `${trace} x`, refused('header traceparent')],
    ['traceparent', `00-4bf92f3577b34da6a3ce929d0e0e473-${PAN}-01`, refused('header traceparent')],
    ['traceparent', PAN, refused('header traceparent')],
  ]
  it.each(traces)('in a trace of the header %s: %s', async (name, value, expected) => {
    expect(await server()('/', { [name]: value })).toEqual(expected)
  })
})
