/** What may stand in a log line. */
import { describe, expect, it } from 'vitest'
import { loggerOptions, scrub } from '../src/logging.ts'

describe('scrub', () => {
  const texts: [string, string][] = [
    ['card 4242424242424242 refused', 'card [digits] refused'],
    ['4242 4242 4242 4242', '[digits]'],
    ['4242-4242-4242-4242', '[digits]'],
    ['"cvv":"917"', '"cvv":"[digits]"'],
    ['cvc 917, CVV2=9176', 'cvc [digits], CVV2=[digits]'],
    ['port 4020, status 200', 'port 4020, status 200'],
    ['12345678901', '12345678901'],
    ['', ''],
  ]
  it.each(texts)('%j becomes %j', (text, expected) => {
    expect(scrub(text)).toBe(expected)
  })

  it('is quick with long runs of digits', () => {
    const start = performance.now()
    scrub('4 '.repeat(50_000))
    scrub('4'.repeat(100_000))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('loggerOptions', () => {
  const serializers = loggerOptions('trace').serializers ?? {}

  it('names the route and not the address, which may hold a reference', () => {
    const request = {
      id: 'req_1',
      method: 'GET',
      url: '/paykka/return/ret_secret',
      headers: { authorization: 'x' },
    }
    expect(serializers.req?.({ ...request, routeOptions: { url: '/paykka/return/:reference' } })).toEqual({
      id: 'req_1',
      method: 'GET',
      route: '/paykka/return/:reference',
    })
  })

  it('keeps of an error its kind and its scrubbed words', () => {
    const error = Object.assign(new Error('4242424242424242'), { body: 'card', cause: new Error('secret') })
    const written = JSON.stringify(serializers.err?.(error))
    expect(written).toContain('[digits]')
    expect(written).not.toMatch(/4242424242424242|secret|"body"/)
  })
})
