/** Real databases that stop taking results while PayKKa charges: one charge at most goes unwritten, and it is found (O5, O7). */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'vitest'
import { describe, expect, it } from 'vitest'
import { HELD_MS, holdAnswers } from '../../packages/bff/test/support/hold.ts'
import type { Deployment, DeploymentOptions } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import { until } from './poll.ts'
import type { Worker } from './worker.ts'

const PURCHASE = '/v3/payment/acq'
const TIMEOUT = 120_000

async function start(test: TestContext, options: DeploymentOptions): Promise<Deployment> {
  const deployment = await deploy({ ...options, env: { LOG_LEVEL: 'warn', ...options.env } })
  test.onTestFinished(() => deployment.close(), 30_000)
  return deployment
}

const calls = (deployment: Deployment) => deployment.emulator.ledger().requests[PURCHASE] ?? 0

async function readiness({ url }: Worker): Promise<string> {
  const response = await fetch(`${url}/readyz`)
  const { detail = '' } = (await response.json()) as { detail?: string }
  return `${response.status} ${detail}`
}

/** @returns how often a line was logged at a level that wakes a person */
function reported(worker: Worker, text: string): number {
  const lines = worker
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  return lines.map((line) => JSON.parse(line)).filter(({ level, msg }) => level >= 40 && msg.includes(text))
    .length
}

async function expectSound(deployment: Deployment, charges: number): Promise<void> {
  const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
  expect(verdict).toEqual({ charges, doubleCharges: [], lost: [], phantom: [], open: [] })
}

/** Overwrites the first page of the events for the shop. @returns a function that repairs it */
function breakEvents(file: string): () => void {
  const database = new DatabaseSync(file)
  const { rootpage } =
    database.prepare("select rootpage from sqlite_master where name = 'shop_events'").get() ?? {}
  const size = Number(database.prepare('pragma page_size').get()?.page_size)
  database.close()
  const [whole, at] = [Buffer.alloc(size), (Number(rootpage) - 1) * size]
  const onFile = (act: (opened: number) => void) => {
    const opened = openSync(file, 'r+')
    act(opened)
    closeSync(opened)
  }
  onFile((opened) => readSync(opened, whole, 0, size, at))
  onFile((opened) => writeSync(opened, Buffer.alloc(size, 0xa5), 0, size, at))
  return () => onFile((opened) => writeSync(opened, whole, 0, size, at))
}

describe.concurrent('a database that takes no results', () => {
  it(
    'because a page of shop_events is broken: the first payment is the last, also after a restart',
    async (test) => {
      const deployment = await start(test, { kind: 'sqlite' })
      const first = await deployment.start()
      const orders = [await deployment.order(first.url), await deployment.order(first.url)]
      await first.stop()
      const mend = breakEvents(join(deployment.directory, 'paykka.db'))
      const broken = await deployment.start()
      const [one, two] = orders.map(({ buyer }) => buyer)
      expect((await one?.pay())?.payment).toBe('unknown')
      expect([(await two?.pay())?.code, (await two?.pay())?.code]).toEqual(['busy', 'busy'])
      expect([calls(deployment), await readiness(broken)]).toEqual([
        1,
        expect.stringMatching(/^503 .*result\(s\) of PayKKa are not written yet/),
      ])
      expect(reported(broken, 'PayKKa answered, and the database does not take the result')).toBe(1)
      expect(reported(broken, 'The database cannot be written. Its files are damaged')).toBe(1)

      await broken.stop()
      const again = await deployment.start()
      await until('the restarted process detects it', async () =>
        (await readiness(again)).startsWith('503') ? true : undefined,
      )
      await until('it takes no payment', async () => ((await two?.pay())?.code === 'busy' ? true : undefined))
      expect(calls(deployment)).toBe(1)

      await again.stop()
      mend()
      await deployment.start()
      await until('the charge is found', async () =>
        (await one?.view())?.lastPayment?.status === 'succeeded' ? true : undefined,
      )
      expect((await two?.pay())?.payment).toBe('succeeded')
      await expectSound(deployment, 2)
    },
    TIMEOUT,
  )

  it(
    'because PostgreSQL became read-only: not ready, nothing more is sent, and well again by itself',
    async (test) => {
      const { schedule, release } = holdAnswers()
      const env = { PAYKKA_TIMEOUT_MS: '24000', DATABASE_TIMEOUT_MS: '2000' }
      const deployment = await start(test, { kind: 'postgres', env, emulator: { schedule } })
      await deployment.addFaults({
        match: { path: PURCHASE },
        fault: { type: 'delay', ms: HELD_MS, when: 'after' },
      })
      const worker = await deployment.start()
      const [one, two] = [await deployment.order(worker.url), await deployment.order(worker.url)]
      const paying = one.buyer.pay()
      await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
      await readOnly(deployment, 'on')
      release()
      expect((await paying).payment).toBe('unknown')
      expect((await two.buyer.pay()).code).toBe('busy')
      expect(await readiness(worker)).toBe(
        '503 the database cannot be written (read_only); 1 result(s) of PayKKa are not written yet',
      )
      expect(reported(worker, 'The database cannot be written. It takes no writes')).toBe(1)
      await readOnly(deployment, 'off')
      await until('it is ready', async () => ((await readiness(worker)) === '200 ' ? true : undefined))
      expect((await one.buyer.view()).lastPayment?.status).toBe('succeeded')
      expect((await two.buyer.pay()).payment).toBe('succeeded')
      await expectSound(deployment, 2)
      expect(reported(worker, 'The database can be written again')).toBe(1)
    },
    TIMEOUT,
  )
})

/** As before an upgrade: for new sessions only, and those that are there are ended. */
async function readOnly({ postgres, databaseUrl }: Deployment, value: 'on' | 'off'): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const outside = new URL(databaseUrl)
  outside.pathname = '/postgres'
  await postgres?.query(outside.href, `alter database ${name} set default_transaction_read_only = ${value}`)
  if (value === 'on')
    await postgres?.query(
      outside.href,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    )
}
