/** What the shop does when the BFF is too busy. */
import { describe, expect, it } from 'vitest'
import { createBffClient } from '../src/bff-client.ts'

function bff(answers: { status: number; code?: string; retryAfter?: string }[]) {
  const waits: number[] = []
  const calls: string[] = []
  const client = createBffClient({
    url: 'http://bff.example',
    secretKey: 'k',
    pause: async (ms) => waits.push(ms),
    fetch: async (url) => {
      calls.push(String(url))
      const { status, code, retryAfter } = answers[calls.length - 1] ?? { status: 500 }
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
      return Response.json(code ? { code, title: 'no' } : { id: 'chk_1' }, { status, headers })
    },
  })
  return { client, waits, calls }
}

const BUSY = { status: 503, code: 'busy', retryAfter: '2' }

describe('a busy BFF', () => {
  it('is asked again when it said to', async () => {
    const { client, waits, calls } = bff([BUSY, BUSY, { status: 200 }])
    expect(await client.getCheckout('chk_1')).toEqual({ id: 'chk_1' })
    expect([calls.length, waits]).toEqual([3, [2000, 2000]])
  })

  it('is given up after three tries, and never waited for longer than a shopper would', async () => {
    const { client, waits } = bff([{ ...BUSY, retryAfter: '86400' }, { ...BUSY, retryAfter: 'soon' }, BUSY])
    await expect(client.getCheckout('chk_1')).rejects.toMatchObject({ code: 'busy' })
    expect(waits).toEqual([3000, 1000])
  })

  it('is the only one asked again', async () => {
    const { client, calls } = bff([{ status: 409, code: 'payment_in_progress' }])
    await expect(client.getCheckout('chk_1')).rejects.toMatchObject({ code: 'payment_in_progress' })
    expect(calls).toHaveLength(1)
  })
})
