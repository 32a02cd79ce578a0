/** Node's own report on a process that took payments, as an operator may switch it on: no card is in it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { CVC_IN_CONTEXT, leaks } from '../../packages/bff/test/support/leaks.ts'
import { deploy } from './deployment.ts'
import { until } from './poll.ts'
import { cardNumber } from './shopper.ts'

const CANARY = 'canary-0123456789-canary'

/** @returns the report once all of it is written */
const readReport = (directory: string) =>
  until('the report', async () => {
    const [name] = readdirSync(directory)
    if (name === undefined) return undefined
    const text = readFileSync(join(directory, name), 'utf8')
    return text.trimEnd().endsWith('}') ? text : undefined
  })

it('holds no card, and the setting that was planted', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-report-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const deployment = await deploy({ kind: 'sqlite' })
  onTestFinished(() => deployment.close())
  const NODE_OPTIONS = `--report-on-signal --report-uncaught-exception --report-directory=${directory}`
  const worker = await deployment.start({ env: { NODE_OPTIONS, REPORT_CANARY: CANARY } })
  const cards: Record<string, string> = {}
  for (let index = 0; index < 5; index++) {
    const { buyer } = await deployment.order(worker.url)
    const number = cardNumber(index)
    expect((await buyer.pay(number)).payment).toBe('succeeded')
    cards[`card ${index}`] = number
  }
  process.kill(worker.pid, 'SIGUSR2')
  const report = Buffer.from(await readReport(directory))
  expect(JSON.parse(report.toString())).toMatchObject({ header: { trigger: 'Signal' } })
  expect(leaks(report, cards)).toEqual([])
  expect(CVC_IN_CONTEXT.exec(report.toString())?.[0]).toBeUndefined()
  expect(leaks(report, { planted: CANARY })).toEqual(['planted'])
})
