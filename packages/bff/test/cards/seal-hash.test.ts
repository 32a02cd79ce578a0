/** The name of a sealed card: one for all its spellings, another for every other card. */
import { describe, expect, it } from 'vitest'
import { sealMark } from '../../src/cards/seal-hash.ts'

describe('sealMark', () => {
  it('is a SHA-256 in hex over the parts’ bytes', () => {
    expect(sealMark('YQ..Yg.Yw.ZA')).toMatch(/^[\da-f]{64}$/)
    expect(sealMark('YQ..Yg.Yw.ZA')).toBe(sealMark('YQ==..Yg==.Yw.ZA'))
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
    expect(new Set(jwes.map(sealMark)).size).toBe(jwes.length)
  })
})
