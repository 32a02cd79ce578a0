/** Which phase the calls and statements of a purchase count to. */
import { describe, expect, it } from 'vitest'
import { headingsOf } from './modules.ts'
import type { Call } from './phases.ts'
import { phaseOf } from './phases.ts'
import { timeShares } from './shares.ts'
import { trackPhases } from './statement-phases.ts'

const call = (name: string, module: string): Call => ({ name, module })
const SIGNATURE = 'src/paykka/signature.ts'
const CLIENT = 'src/paykka/paykka-client.ts'

describe('the phase of a stack', () => {
  it.each([
    ['sign', [call('bytesToSign', SIGNATURE), call('sign', SIGNATURE), call('post', CLIENT)]],
    ['verify', [call('bytesToSign', SIGNATURE), call('verify$1', SIGNATURE), call('post', CLIENT)]],
    ['wait', [call('write', 'node:net'), call('post', CLIENT), call('pay', 'src/payments/purchases/pay.ts')]],
    ['settle', [call('all', ''), call('statement: settle', '/lab/profile/preload.ts')]],
    ['open the card', [call('diffieHellman', ''), call('decrypt', 'src/cards/decrypt-card.ts')]],
    ['read', [call('holdsCardNumber', 'src/cards/card-numbers.ts'), call('hook', 'src/http/x.ts')]],
    ['answer', [call('writeHead', 'node:_http_server'), call('send', '../x/fastify/lib/reply.js')]],
    ['read', [call('parserOnHeadersComplete', 'node:_http_common')]],
    ['collector', [call('(garbage collector)', ''), call('pay', 'src/payments/purchases/pay.ts')]],
    ['event loop', [call('processTicksAndRejections', 'node:internal/process/task_queues')]],
  ] as const)('%s', (phase, stack) => {
    expect(phaseOf(stack)).toBe(phase)
  })

  it('finds the module by the comments of the build', () => {
    const text = '// src/a.ts\nlet a\n// not a module\n//#region\n// ../../node_modules/x/b.js\nlet b'
    expect(headingsOf(text)).toEqual([
      { line: 0, module: 'src/a.ts' },
      { line: 4, module: '../../node_modules/x/b.js' },
    ])
  })

  it('leaves out the time without work', () => {
    const frame = { scriptId: '', url: '', lineNumber: 0, columnNumber: 0 }
    const nodes = [
      { id: 1, callFrame: { ...frame, functionName: '(root)' }, children: [2, 3] },
      { id: 2, callFrame: { ...frame, functionName: '(idle)' } },
      { id: 3, callFrame: { ...frame, functionName: 'statement: claim' } },
    ]
    const profile = { nodes, startTime: 0, endTime: 60, samples: [2, 3, 3], timeDeltas: [0, 40, 10] }
    expect(timeShares(profile)).toEqual({ claim: 10 })
  })
})

describe('the phase of a statement', () => {
  it('follows the transactions', () => {
    const phase = trackPhases()
    const statements = [
      ['select * from "checkouts" where "secret_hash" = ?', 'read'],
      ['begin immediate', 'commit'],
      ['savepoint member', 'commit'],
      ['insert into "idempotency_keys" ("scope") values (?)', 'claim'],
      ['insert into "payments" ("id") values (?)', 'claim'],
      ['release member', 'commit'],
      ['savepoint member', 'commit'],
      ['select * from "payments" where "id" = ?', 'settle'],
      ['update "checkouts" set "status" = ?', 'settle'],
      ['commit', 'commit'],
      ['update "instances" set "seen_at" = ?', 'jobs'],
      ['update database_identity set whole = 0', 'checkpoint'],
    ]
    expect(statements.map(([sql = '']) => phase(sql))).toEqual(statements.map(([, expected]) => expected))
  })
})
