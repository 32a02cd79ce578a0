/** Settings that nothing can change, URLs included. */
import { describe, expect, it } from 'vitest'
import { deepFreeze } from '../../src/environment/deep-freeze.ts'

describe('deepFreeze', () => {
  it('reaches every member, also of an object that was frozen before', () => {
    const inner = { list: [{ a: 1 }] }
    const frozen = deepFreeze(Object.freeze({ inner, none: null, text: 'x', missing: undefined }))
    expect(
      [frozen.inner, frozen.inner.list, frozen.inner.list[0]].map((one) => Object.isFrozen(one)),
    ).toEqual([true, true, true])
  })

  const changes: [string, string][] = [
    ['href', 'https://other.example/'],
    ['protocol', 'http:'],
    ['username', 'other'],
    ['password', 'other'],
    ['host', 'other.example'],
    ['hostname', 'other.example'],
    ['port', '9'],
    ['pathname', '/other'],
    ['search', '?other'],
    ['hash', '#other'],
  ]
  it.each(changes)('keeps the %s of a URL', (part, value) => {
    const address = 'https://u:p@shop.example:8443/path?a=b#c'
    const free = Object.assign(new URL(address), { [part]: value })
    expect(String(free)).not.toBe(address)
    const url = deepFreeze(new URL(address))
    expect(() => Object.assign(url, { [part]: value })).toThrow(TypeError)
    expect([url.href, String(url), new URL(url).href]).toEqual([address, address, address])
  })

  it('gives out the query of a URL as a copy, and freezes a URL twice', () => {
    const url = deepFreeze(deepFreeze(new URL('https://shop.example/?a=b')))
    url.searchParams.set('a', 'c')
    expect([url.href, url.searchParams.get('a')]).toEqual(['https://shop.example/?a=b', 'b'])
  })
})
