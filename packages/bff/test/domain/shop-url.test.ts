/** One parameter of ours in an address of the shop's, and not a byte else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withParameter } from '../../src/domain/shop-url.ts'

const SHOP = 'https://shop.example'

describe('our parameter', () => {
  it.each([
    ['', '/?checkout=c'],
    ['/', '/?checkout=c'],
    ['/a', '/a?checkout=c'],
    ['?', '/?checkout=c'],
    ['/a?', '/a?checkout=c'],
    ['/a?b=%20', '/a?b=%20&checkout=c'],
    ['/a?b=+', '/a?b=+&checkout=c'],
    ['/a?flag', '/a?flag&checkout=c'],
    ['/a?flag=', '/a?flag=&checkout=c'],
    ['/a?x[]=1&x[]=2', '/a?x[]=1&x[]=2&checkout=c'],
    ['/a?sig=a/b%2Bc==&t=1', '/a?sig=a/b%2Bc==&t=1&checkout=c'],
    ['/a?b&&c', '/a?b&&c&checkout=c'],
    ['/a?b=%E4%zz', '/a?b=%E4%zz&checkout=c'],
    ['/a#top', '/a?checkout=c#top'],
    ['/a?b=1#/orders/1?x=2', '/a?b=1&checkout=c#/orders/1?x=2'],
    ['#', '/?checkout=c#'],
    ['/a?checkout=forged&b=%20', '/a?b=%20&checkout=c'],
    ['/a?checkout', '/a?checkout=c'],
    ['/a?%63heckout=forged&checkout[]=x', '/a?checkout[]=x&checkout=c'],
    ['/a?checkouts=1&Checkout=2', '/a?checkouts=1&Checkout=2&checkout=c'],
    ['/a?b=checkout=1', '/a?b=checkout=1&checkout=c'],
    ['/a/../b?c', '/a/../b?c&checkout=c'],
    ['/ü?q=ü#ü', '/%C3%BC?q=%C3%BC&checkout=c#%C3%BC'],
    ['/\ud83d', '/%EF%BF%BD?checkout=c'],
  ])('in %j', (path, expected) => {
    expect(withParameter(`${SHOP}${path}`, 'checkout', 'c')).toBe(`${SHOP}${expected}`)
  })

  it('goes to the origin that was checked', () => {
    expect(withParameter('HTTPS://SHOP.example:443/A', 'checkout', 'c')).toBe(`${SHOP}/A?checkout=c`)
    expect(withParameter('https://shöp.example/', 'checkout', 'c')).toBe(
      'https://xn--shp-tna.example/?checkout=c',
    )
  })

  it('is read by any reader, and everything else is as before', () => {
    const text = fc.stringMatching(/^[\w%+&=[\]/.~-]{0,30}$/)
    const parts = fc.tuple(text, fc.option(text, { nil: undefined }), fc.option(text, { nil: undefined }))
    fc.assert(
      fc.property(parts, ([path, query, fragment]) => {
        const ends = (fragment === undefined ? '' : `#${fragment}`) as string
        const address = `${SHOP}/${path}${query === undefined ? '' : `?${query}`}${ends}`
        const result = withParameter(address, 'checkout', 'chk_1')
        expect(new URL(result).searchParams.getAll('checkout')).toEqual(['chk_1'])
        expect(result.endsWith(`checkout=chk_1${ends}`)).toBe(true)
        if (query !== undefined && !/check|%/.test(query)) expect(result).toContain(`/${path}?${query}`)
        expect(withParameter(result, 'checkout', 'chk_1')).toBe(result)
      }),
    )
  })
})
