/** A payment whose answer proves nothing is logged once for each cause and minute. */
import { expect, it } from 'vitest'
import { logUnclearAnswers } from '../../src/paykka/unclear-answers.ts'
import type { Gateway, GatewayAnswer, Purchase } from '../../src/payments/gateway.ts'

const PURCHASE = {} as Purchase
const TIMEOUT: GatewayAnswer = { kind: 'unknown', reason: 'timeout' }

function bench() {
  const time = { now: 0 }
  const lines: string[] = []
  const answers: GatewayAnswer[] = []
  const answer = async () => answers.shift() ?? TIMEOUT
  const bare: Gateway = { purchase: answer, query: answer, close: async () => {} }
  const log = { warn: (_facts: object, message: string) => void lines.push(message) }
  return { time, lines, answers, gateway: logUnclearAnswers(bare, log, () => time.now) }
}

it('logs the cause and the fix, once while the cause is the same', async () => {
  const { gateway, lines, answers } = bench()
  expect(await gateway.purchase(PURCHASE)).toBe(TIMEOUT)
  await gateway.purchase(PURCHASE)
  expect(lines).toEqual([
    expect.stringMatching(/^A payment is unknown, and PayKKa is asked about it: requests get no answer\. .+/),
  ])
  answers.push({ kind: 'unknown', reason: 'bad_signature' })
  await gateway.purchase(PURCHASE)
  expect(lines[1]).toMatch(/answers are not signed by the configured key\. Check PAYKKA_PLATFORM_PUBLIC_KEY/)
})

it('logs it again a minute later', async () => {
  const { gateway, lines, time } = bench()
  for (const now of [0, 59_999, 60_000]) {
    time.now = now
    await gateway.purchase(PURCHASE)
  }
  expect(lines).toHaveLength(2)
})

it('says nothing of answers that prove something, nor of queries', async () => {
  const { gateway, lines, answers } = bench()
  answers.push({ kind: 'not_found' }, { kind: 'not_sent', reason: 'ECONNREFUSED' })
  await gateway.purchase(PURCHASE)
  await gateway.purchase(PURCHASE)
  await gateway.query({ transId: 't', amount: { value: 1, currency: 'EUR' } })
  expect(lines).toEqual([])
})
