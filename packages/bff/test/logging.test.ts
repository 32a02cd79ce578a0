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

  // A search whose work grew with the square of the text would take many minutes here instead of a second.
  it.each(['4 ', '4'])('comes to an end with a long run of %j', (unit) => {
    expect(scrub(unit.repeat(200_000 / unit.length))).not.toBe('')
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
