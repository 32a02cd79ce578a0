/** Counting must never turn a crash into a pass. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countPlaywright,
  countTap,
  countVitest,
  countWebTestRunner,
  judge,
  sum,
} from '../test-steps/count-results.ts'

test('vitest: counts tests, and a file that did not load as one failure', () => {
  const good = JSON.stringify({ success: true, numPassedTests: 7, numFailedTests: 0 })
  const broken = JSON.stringify({ success: false, numPassedTests: 7, numFailedTests: 0 })
  assert.deepEqual(countVitest(good), { passed: 7, failed: 0 })
  assert.deepEqual(countVitest(broken), { passed: 7, failed: 1 })
  assert.equal(countVitest(''), undefined)
})

test('playwright: flaky counts as passed, global errors as failed', () => {
  const report = JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })
  assert.deepEqual(countPlaywright(report), { passed: 4, failed: 2 })
  assert.equal(countPlaywright('{"half":'), undefined)
})

test('web test runner: the last line of each browser counts, colors or not', () => {
  const esc = String.fromCharCode(27)
  const output = [
    'Chromium: |███   | 1/2 test files | 3 passed, 0 failed',
    `Chromium: |██████| 2/2 test files | ${esc}[32m9 passed${esc}[39m, 1 failed`,
    'Firefox:  |██████| 2/2 test files | 10 passed, 0 failed, 1 skipped',
  ].join('\n')
  assert.deepEqual(countWebTestRunner(output), { passed: 19, failed: 1 })
  assert.equal(countWebTestRunner('Error while running tests.'), undefined)
})

test('tap: reads the summary', () => {
  assert.deepEqual(countTap('# tests 3\n# pass 2\n# fail 1\n'), { passed: 2, failed: 1 })
  assert.equal(countTap('nothing'), undefined)
})

test('judge: a crash, a missing report and an empty suite are failures', () => {
  assert.deepEqual(judge({ passed: 3, failed: 0 }, 0), { passed: 3, failed: 0 })
  assert.deepEqual(judge({ passed: 3, failed: 0 }, 1), { passed: 3, failed: 1 })
  assert.deepEqual(judge({ passed: 0, failed: 0 }, 0), { passed: 0, failed: 1 })
  assert.deepEqual(judge(undefined, 0), { passed: 0, failed: 1 })
  assert.deepEqual(judge({ passed: 3, failed: 2 }, 1), { passed: 3, failed: 2 })
})

test('sum adds up', () => {
  const counts = [
    { passed: 1, failed: 0 },
    { passed: 2, failed: 3 },
  ]
  assert.deepEqual(sum(counts), { passed: 3, failed: 3 })
})
