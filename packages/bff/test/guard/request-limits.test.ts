/** How often one address may ask for what: each group of addresses has its own count. */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../src/errors.ts'
import { createLimiter } from '../../src/guard/limiter.ts'
import { parseLimits } from '../../src/guard/limits.ts'
import { countUnauthorized, refuseTooMany } from '../../src/guard/request-limits.ts'

/** A server that answers 401 at `/client/wrong` and 200 everywhere else. */
function server(limits: string, isExempt = (_ip: string) => false) {
  const parts = { limiter: createLimiter(parseLimits(limits)), isExempt }
  const app = Fastify()
  app.setErrorHandler<AppError>((error, _request, reply) =>
    reply.code(429).header('retry-after', error.extras.retryAfter).send(error.code),
  )
  countUnauthorized(app, parts)
  app.addHook('onRequest', (request) => refuseTooMany(parts, request))
  app.get('/client/wrong', (_request, reply) => reply.code(401).send())
  app.get('/client/forbidden', (_request, reply) => reply.code(403).send())
  app.get('/*', () => 'fine')
  const ask = async (url: string, remoteAddress = '192.0.2.1') => {
    const { statusCode, body, headers } = await app.inject({ url, remoteAddress })
    return statusCode === 429 ? `${body} ${headers['retry-after']}` : statusCode
  }
  return { ask }
}

describe('requests', () => {
  const groups: [string, string][] = [
    ['/client/v1/checkout', 'requests'],
    ['/card-frame', 'requests'],
    ['/card-frame.js', 'requests'],
    ['/challenge', 'requests'],
    ['/paykka/return/ret_1', 'requests'],
    ['/paykka/notifications', 'notices'],
    ['/csp-reports', 'reports'],
  ]
  it.each(groups)('to %s are counted as %s', async (url, name) => {
    const { ask } = server(`${name}=1/60`)
    expect([await ask(url), await ask(url)]).toEqual([200, 'rate_limited 60'])
    expect(await ask(url, '192.0.2.2')).toBe(200)
  })

  it('of one group are one count, of two groups two', async () => {
    const { ask } = server('requests=1/60,reports=1/60')
    expect([await ask('/client/a'), await ask('/card-frame'), await ask('/csp-reports')]).toEqual([
      200,
      'rate_limited 60',
      200,
    ])
  })

  it.each(['/v1/checkouts', '/healthz', '/', '/paykka/other', '/x/client/'])('to %s are not', async (url) => {
    const { ask } = server('requests=1/60,notices=1/60,reports=1/60')
    expect([await ask(url), await ask(url), await ask(url)]).toEqual([200, 200, 200])
  })

  it('of an exempt address are not', async () => {
    const { ask } = server('requests=1/60,unauthorized=1/60', (ip) => ip === '192.0.2.1')
    expect([await ask('/client/a'), await ask('/client/wrong'), await ask('/client/a')]).toEqual([
      200, 401, 200,
    ])
    expect([await ask('/client/a', '::1'), await ask('/client/a', '::2')]).toEqual([200, 'rate_limited 60'])
  })
})

describe('a credential that opens nothing', () => {
  it('closes everything to its address, also what is not counted, and to no other', async () => {
    const { ask } = server('unauthorized=2/60')
    expect([await ask('/client/wrong'), await ask('/client/wrong')]).toEqual([401, 401])
    expect([await ask('/client/a'), await ask('/healthz')]).toEqual(['rate_limited 60', 'rate_limited 60'])
    expect(await ask('/healthz', '192.0.2.2')).toBe(200)
  })

  it('is not one that may not do something, nor one that opens', async () => {
    const { ask } = server('unauthorized=1/60')
    expect([await ask('/client/forbidden'), await ask('/client/a'), await ask('/client/a')]).toEqual([
      403, 200, 200,
    ])
  })
})
