/** `trans_id`: always the same for the same attempt, different for every other. */
import { describe, expect, it } from 'vitest'
import { deriveTransId, supportCode } from '../../src/domain/trans-id.ts'

const KEY = new Uint8Array(32).fill(7)

describe('deriveTransId', () => {
  it('is 32 characters of base32, the same every time', () => {
    const id = deriveTransId(KEY, 'chk_a', 1)
    expect(id).toMatch(/^[A-Z2-7]{32}$/)
    expect(deriveTransId(KEY, 'chk_a', 1)).toBe(id)
  })

  it('does not change between releases: a restored database must find its payments', () => {
    expect(deriveTransId(KEY, 'chk_AAAAAAAAAAAAAAAAAAAAAA', 1)).toBe('MAQBO5VJAGG2CLLLX2CEB5MHHK6QJAJF')
  })

  it('differs by key, checkout and attempt', () => {
    const ids = [
      deriveTransId(KEY, 'chk_a', 1),
      deriveTransId(KEY, 'chk_a', 2),
      deriveTransId(KEY, 'chk_a', 11),
      deriveTransId(KEY, 'chk_b', 1),
      deriveTransId(new Uint8Array(32).fill(8), 'chk_a', 1),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('supportCode', () => {
  it('is short enough to read out, and starts the trans_id', () => {
    expect(supportCode('ABCDEFGH234567')).toBe('ABCD-EFGH')
  })
})
