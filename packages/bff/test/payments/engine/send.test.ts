/** At most one request goes out, and none for an attempt that was sent before. */
import { describe, expect, it } from 'vitest'
import type { AttemptRow } from '../../../src/payments/engine/attempt.ts'
import type { Order } from '../../../src/payments/engine/send.ts'
import { sendOnce } from '../../../src/payments/engine/send.ts'
import type { Undone } from '../../../src/payments/gateway.ts'

type Done = { kind: 'done' }
type Answer = Done | Undone

const NOW = 1_000_000
const ROW: AttemptRow = {
  id: 'pay_1',
  status: 'sending',
  created_at: NOW,
  send_deadline: NOW + 60_000,
  next_query_at: null,
  queries: 0,
  lease_until: 0,
}
const DONE: Answer = { kind: 'done' }
const NOT_FOUND: Answer = { kind: 'not_found' }
const TIMEOUT: Answer = { kind: 'unknown', reason: 'timeout' }
const refused = (reason: 'invalid_request' | 'busy'): Answer => ({
  kind: 'refused',
  reason,
  gatewayCode: '010000',
})

type Case = { send?: Answer; lookUp?: Answer | null; mayBeForgotten?: boolean; now?: number }

async function trying({ send = DONE, lookUp = NOT_FOUND, mayBeForgotten = false, now = NOW }: Case) {
  const calls: string[] = []
  const logged: string[] = []
  const note = (_facts: Record<string, unknown>, message: string) => void logged.push(message)
  const order: Order<Done> = {
    noun: 'payment',
    send: async () => {
      calls.push('send')
      return send
    },
    lookUp:
      lookUp === null
        ? undefined
        : async () => {
            calls.push('look up')
            return lookUp
          },
    mayBeForgotten,
  }
  const parts = { now: () => now, log: { info: note, warn: note, error: note } }
  return { answer: await sendOnce(parts, ROW, order), calls, logged }
}

describe('sendOnce', () => {
  const cases: [string, Case, Answer, string[]][] = [
    ['sends and returns the answer', {}, DONE, ['send']],
    ['does not ask about a timeout: the resolver does', { send: TIMEOUT }, TIMEOUT, ['send']],
    ['believes other refusals', { send: refused('busy') }, refused('busy'), ['send']],
    [
      'believes "invalid request" of what the gateway does not know',
      { send: refused('invalid_request') },
      refused('invalid_request'),
      ['send', 'look up'],
    ],
    [
      'takes the earlier result instead of "invalid request"',
      { send: refused('invalid_request'), lookUp: DONE },
      DONE,
      ['send', 'look up'],
    ],
    [
      'doubts "invalid request" while the gateway gives no answer',
      { send: refused('invalid_request'), lookUp: TIMEOUT },
      { kind: 'unknown', reason: 'refused_010000' },
      ['send', 'look up'],
    ],
    [
      'believes "invalid request" of what has no id at PayKKa',
      { send: refused('invalid_request'), lookUp: null },
      refused('invalid_request'),
      ['send'],
    ],
    ['asks first about what may be forgotten', { mayBeForgotten: true }, DONE, ['look up', 'send']],
    [
      'sends nothing when an earlier one is found',
      { mayBeForgotten: true, send: TIMEOUT, lookUp: DONE },
      DONE,
      ['look up'],
    ],
    [
      'sends nothing when the question has no answer',
      { mayBeForgotten: true, lookUp: TIMEOUT },
      { kind: 'unknown', reason: 'asked_before_sending' },
      ['look up'],
    ],
    [
      'sends nothing when the question is refused',
      { mayBeForgotten: true, lookUp: refused('busy') },
      { kind: 'unknown', reason: 'asked_before_sending' },
      ['look up'],
    ],
    ['cannot ask first about what has no id', { mayBeForgotten: true, lookUp: null }, DONE, ['send']],
    ['sends nothing after its time', { now: NOW + 60_000 }, { kind: 'not_sent', reason: 'too_late' }, []],
  ]
  it.each(cases)('%s', async (_what, given, expected, called) => {
    const { answer, calls } = await trying(given)
    expect(answer).toEqual(expected)
    expect(calls).toEqual(called)
  })

  it('takes a gateway that throws for no answer, and says so', async () => {
    const logged: unknown[] = []
    const note = (facts: Record<string, unknown>, message: string) =>
      void logged.push([facts.payment, message])
    const parts = { now: () => NOW, log: { info: note, warn: note, error: note } }
    const order: Order<Done> = {
      noun: 'payment',
      send: () => Promise.reject(new Error('broken')),
      lookUp: undefined,
      mayBeForgotten: false,
    }
    expect(await sendOnce(parts, ROW, order)).toEqual({ kind: 'unknown', reason: 'unexpected_error' })
    expect(logged).toEqual([['pay_1', 'the gateway threw']])
  })
})
