/** One answer is applied under the lock of its row, or only moves the next question. */
import { describe, expect, it } from 'vitest'
import { Vault } from '../../../src/cards/vault.ts'
import type { Database } from '../../../src/database/database.ts'
import type { Asked, AttemptRow, Kind } from '../../../src/payments/engine/attempt.ts'
import { settle } from '../../../src/payments/engine/settle.ts'

const NOW = 1_000_000
const ROW: AttemptRow = {
  id: 'op_1',
  status: 'unknown',
  created_at: NOW - 9000,
  send_deadline: NOW - 8000,
  next_query_at: NOW - 500,
  queries: 3,
  lease_until: NOW + 60_000,
  lease_fence: 7,
}
const ASKED: Asked = { what: 'query', at: NOW - 100, provenAt: NOW - 90 }
const ANSWER = { kind: 'answer' }

type Bench = { row?: AttemptRow | undefined; verdict?: string | null; provenNow?: number; hasHook?: boolean }

async function settling(
  asked: Asked,
  { verdict = null, provenNow = NOW, hasHook = true, ...given }: Bench = {},
) {
  const calls: unknown[] = []
  const logged: unknown[] = []
  const row = 'row' in given ? given.row : ROW
  const tx = { named: 'tx' }
  const kind: Kind<AttemptRow, typeof ANSWER, string> = {
    noun: 'operation',
    lock: async (_parts, db, id) => {
      calls.push(['lock', db, id])
      return row
    },
    judge: (judged, answer, how, now) => {
      calls.push(['judge', judged.id, answer, how, now])
      return verdict
    },
    apply: async (_parts, _tx, before, what) => {
      calls.push(['apply', what])
      return { ...before, status: what }
    },
    update: async (_tx, id, changes) => void calls.push(['update', id, changes]),
    nextQueryAt: ({ queries }, now, random, askedAt) => {
      calls.push(['next', queries, now - NOW, random, askedAt - NOW])
      return NOW + 5000
    },
    ...(hasHook
      ? { settled: async (_tx, before, after) => void calls.push(['settled', before.status, after.status]) }
      : {}),
  }
  const note = (...reported: unknown[]) => void logged.push(reported)
  const parts = {
    database: {
      kind: 'sqlite',
      transaction: (work: (db: unknown) => unknown) => work(tx),
    } as unknown as Database,
    now: () => NOW,
    provenNow: () => provenNow,
    random: () => 0.25,
    log: { info: note, warn: note, error: note },
    vault: new Vault(new Uint8Array(32)),
  }
  const settled = settle(parts, kind, 'op_1', ANSWER, asked)
  return { after: await settled, calls, logged, parts, kind }
}

const namesOf = (calls: unknown[]) => calls.map((call) => (call as unknown[])[0])

describe('settle', () => {
  it('applies a verdict to the locked row, then runs what the kind does last', async () => {
    const { after, calls } = await settling(ASKED, { verdict: 'succeeded' })
    expect(after).toEqual({ ...ROW, status: 'succeeded' })
    expect(calls).toEqual([
      ['lock', { named: 'tx' }, 'op_1'],
      ['judge', 'op_1', ANSWER, ASKED, NOW],
      ['apply', 'succeeded'],
      ['settled', 'unknown', 'succeeded'],
    ])
  })

  it('needs no last step', async () => {
    const { calls } = await settling(ASKED, { verdict: 'succeeded', hasHook: false })
    expect(namesOf(calls)).toEqual(['lock', 'judge', 'apply'])
  })

  it('only moves the next question, and gives the lease back, when nothing is proven', async () => {
    const { after, calls } = await settling(ASKED)
    const changes = { queries: 4, next_query_at: NOW + 5000, lease_until: 0 }
    expect(after).toEqual({ ...ROW, ...changes })
    expect(calls.slice(2)).toEqual([
      ['next', 4, 0, 0.25, -90],
      ['update', 'op_1', changes],
      ['settled', 'unknown', 'unknown'],
    ])
  })

  it('counts the question from now while PayKKa has not confirmed the time', async () => {
    const { calls } = await settling(ASKED, { provenNow: 0 })
    expect(calls).toContainEqual(['judge', 'op_1', ANSWER, ASKED, 0])
    expect(calls).toContainEqual(['next', 4, 0, 0.25, 0])
  })

  it.each([
    ['asks again at once when it was made due meanwhile', NOW - 99, NOW],
    ['also when it became due just now', NOW, NOW],
    ['not when it was due before the question', NOW - 100, NOW + 5000],
    ['not when it is due later', NOW + 1, NOW + 5000],
    ['not when it was not due at all', null, NOW + 5000],
  ])('%s', async (_what, next_query_at, expected) => {
    const { after } = await settling(ASKED, { row: { ...ROW, next_query_at } })
    expect(after.next_query_at).toBe(expected)
  })

  it('drops an answer whose lease another instance has taken', async () => {
    const { after, calls, logged } = await settling({ ...ASKED, fence: 6 }, { verdict: 'succeeded' })
    expect(after).toEqual(ROW)
    expect(namesOf(calls)).toEqual(['lock'])
    expect(logged).toEqual([[{ operation: 'op_1' }, 'an answer arrived after its lease was lost; dropped']])
  })

  it('takes an answer under the present lease', async () => {
    const { after } = await settling({ ...ASKED, fence: 7 }, { verdict: 'succeeded' })
    expect(after.status).toBe('succeeded')
  })

  it('names what is not there', async () => {
    await expect(settling(ASKED, { row: undefined })).rejects.toThrow('no operation op_1')
  })

  it('keeps the write where results are kept that the database does not take', async () => {
    const { parts, kind } = await settling(ASKED)
    const kept: string[] = []
    const unwritten = {
      write: <T>(id: string, write: () => Promise<T>) => {
        kept.push(id)
        return write()
      },
      refuseNew: () => {},
      count: () => 0,
      retry: async () => {},
    }
    const after = await settle({ ...parts, unwritten }, kind, 'op_1', ANSWER, ASKED)
    expect([kept, after.queries]).toEqual([['op_1'], 4])
  })
})
