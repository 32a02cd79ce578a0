/** The hash of a sealed card: equal for all its spellings, different for every other card. */
import { describe, expect, it } from 'vitest'
import { sealHash } from '../../src/cards/seal-hash.ts'

describe('sealHash', () => {
  it("is a SHA-256 in hex over the parts' bytes", () => {
    expect(sealHash('YQ..Yg.Yw.ZA')).toMatch(/^[\da-f]{64}$/)
    expect(sealHash('YQ..Yg.Yw.ZA')).toBe(sealHash('YQ==..Yg==.Yw.ZA'))
  })

  it('is another when a byte is, or when one moves from part to part', () => {
    const jwes = [
      'YQ..Yg.Yw.ZA',
      'YQ..Yg.Yw.ZQ',
      'YQ.Yg..Yw.ZA',
      'YWI...Yw.ZA',
      'YQ..Yg.Yw',
      'YQ..Yg.YwA.ZA',
      'Yg..YQ.Yw.ZA',
    ]
    expect(new Set(jwes.map(sealHash)).size).toBe(jwes.length)
  })
})
