/** `verifyEvent` on bodies signed for real. */
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ShopProblem, verifyEvent } from '../src/index.ts'

const secretOf = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`
const SECRET = secretOf(1)
const NOW = new Date('2026-11-30T12:00:00Z')
const BODY = JSON.stringify({ id: 'evt_1', type: 'payment.succeeded', data: { orderReference: 'Müller' } })

const sign = (body = BODY, secret = SECRET) => ({
  'webhook-id': 'evt_1',
  'webhook-timestamp': String(NOW.getTime() / 1000),
  'webhook-signature': new Webhook(secret).sign('evt_1', NOW, body),
})

/** @returns code and message of what `verifyEvent` throws */
function refusal(...input: Parameters<typeof verifyEvent>): string {
  try {
    verifyEvent(...input)
  } catch (error) {
    if (error instanceof ShopProblem) return error.message
    throw error
  }
  return 'accepted'
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => void vi.useRealTimers())

describe('verifyEvent', () => {
  const bytes = new TextEncoder().encode(BODY)
  it.each<[string, string | Uint8Array | ArrayBuffer]>([
    ['text', BODY],
    ['bytes', bytes],
    ["Node's bytes", Buffer.from(BODY)],
    ['an ArrayBuffer', bytes.buffer],
  ])('accepts the raw body as %s', (_, body) => {
    const event = verifyEvent(body, sign(), SECRET)
    expect([event.id, event.type, event.data.orderReference]).toEqual([
      'evt_1',
      'payment.succeeded',
      'Müller',
    ])
  })

  it('accepts the headers of fetch, of Node, and in any case of letters', () => {
    const headers = sign()
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    )
    const other = { ...headers, 'set-cookie': ['a', 'b'], host: undefined }
    for (const each of [new Headers(headers), upper, other])
      expect(verifyEvent(BODY, each, SECRET).id).toBe('evt_1')
  })

  it('accepts the old and the new secret during a rotation, and no third one', () => {
    for (const secret of [SECRET, secretOf(2)])
      expect(verifyEvent(BODY, sign(BODY, secret), [secretOf(2), SECRET]).id).toBe('evt_1')
    expect(refusal(BODY, sign(BODY, secretOf(3)), [secretOf(2), SECRET])).toMatch(
      /^event_not_genuine: No matching/,
    )
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['a changed body', BODY.replace('succeeded', 'declined'), sign(), 'No matching signature found.'],
    ['another id', BODY, { ...sign(), 'webhook-id': 'evt_2' }, 'No matching signature found.'],
    ['no signature', BODY, { 'webhook-id': 'evt_1' }, 'webhook-timestamp, webhook-signature are missing'],
    ['an old time', BODY, { ...sign(), 'webhook-timestamp': '1700000000' }, 'timestamp too old'],
    ['a body that is not JSON', 'paid', sign('paid'), 'The body is not JSON.'],
    ['a body without event', '[]', sign('[]'), 'The body is no event.'],
  ])('refuses %s, and says what to compare', (_, body, headers, text) => {
    const message = refusal(body, headers, SECRET)
    expect(message).toMatch(/^event_not_genuine: /)
    expect(message).toContain(text)
    expect(message).toContain('Compare SHOP_EVENTS_SECRET')
  })

  it.each<[string, unknown, unknown, string]>([
    ['a parsed body', JSON.parse(BODY), SECRET, 'body must be the raw body'],
    ['no secret', BODY, undefined, 'secret must be'],
    ['an empty list of secrets', BODY, [], 'secret is missing'],
    ['a secret key', BODY, 'k'.repeat(32), 'secret must be'],
    ['a damaged secret', BODY, 'whsec_%%%', 'secret has a character'],
  ])('says what is wrong with %s', (_, body, secret, text) => {
    expect(refusal(body as string, sign(), secret as string)).toMatch(/^setup_invalid: /)
    expect(refusal(body as string, sign(), secret as string)).toContain(text)
  })
})
