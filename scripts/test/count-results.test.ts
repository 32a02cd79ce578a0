/** Counting must never turn a crash into a pass. */
import { expect, test } from 'vitest'
import { countPlaywright, countVitest, countWebTestRunner, judge, sum } from '../test-steps/count-results.ts'

test('vitest: counts tests, and a file that did not load as one failure', () => {
  const good = JSON.stringify({ success: true, numPassedTests: 7, numFailedTests: 0 })
  const broken = JSON.stringify({ success: false, numPassedTests: 7, numFailedTests: 0 })
  expect(countVitest(good)).toStrictEqual({ passed: 7, failed: 0 })
  expect(countVitest(broken)).toStrictEqual({ passed: 7, failed: 1 })
  expect(countVitest('')).toBe(undefined)
})

test('playwright: flaky counts as passed, global errors as failed', () => {
  const report = JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })
  expect(countPlaywright(report)).toStrictEqual({ passed: 4, failed: 2 })
  expect(countPlaywright('{"half":')).toBe(undefined)
})

test('web test runner: the last line of each browser counts, colors or not', () => {
  const esc = String.fromCharCode(27)
  const output = [
    'Chromium: |███   | 1/2 test files | 3 passed, 0 failed',
    `Chromium: |██████| 2/2 test files | ${esc}[32m9 passed${esc}[39m, 1 failed`,
    'Firefox:  |██████| 2/2 test files | 10 passed, 0 failed, 1 skipped',
  ].join('\n')
  expect(countWebTestRunner(output)).toStrictEqual({ passed: 19, failed: 1 })
  expect(countWebTestRunner('Error while running tests.')).toBe(undefined)
})

test('judge: a crash, a missing report and an empty suite are failures', () => {
  expect(judge({ passed: 3, failed: 0 }, 0)).toStrictEqual({ passed: 3, failed: 0 })
  expect(judge({ passed: 3, failed: 0 }, 1)).toStrictEqual({ passed: 3, failed: 1 })
  expect(judge({ passed: 0, failed: 0 }, 0)).toStrictEqual({ passed: 0, failed: 1 })
  expect(judge(undefined, 0)).toStrictEqual({ passed: 0, failed: 1 })
  expect(judge({ passed: 3, failed: 2 }, 1)).toStrictEqual({ passed: 3, failed: 2 })
})

test('sum adds up', () => {
  const counts = [
    { passed: 1, failed: 0 },
    { passed: 2, failed: 3 },
  ]
  expect(sum(counts)).toStrictEqual({ passed: 3, failed: 3 })
})
