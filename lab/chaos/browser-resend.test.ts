/** One click, and the worker dies: Chromium itself sends the payment again (C-01 … C-03). */
import { randomUUID } from 'node:crypto'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Balancer } from './balancer.ts'
import { startBalancer } from './balancer.ts'
import type { Browser, PagePayment } from './browser.ts'
import { findChromium, startBrowser } from './browser.ts'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import { until } from './poll.ts'
import type { Worker } from './worker.ts'

const RUNS = Number(process.env.CHAOS_BROWSER_RUNS ?? 2)
const TWICE = Number(process.env.CHAOS_BROWSER_RUNS ?? 1)
const PURCHASE = '/v3/payment/acq'
const NOTICES = '/paykka/notifications'
const chromium = findChromium()

type Bench = { deployment: Deployment; balancer: Balancer; browser: Browser }

describe.skipIf(chromium === undefined)(
  'Chromium, resending by itself (needs Chromium: set CHROME_PATH)',
  () => {
    const deferred: { browser?: Browser } = {}
    const browser = (): Browser => {
      if (!deferred.browser) throw new Error('no browser')
      return deferred.browser
    }

    beforeAll(async () => {
      deferred.browser = await startBrowser(chromium ?? '')
    }, 60_000)
    afterAll(() => deferred.browser?.close(), 30_000)

    async function withBench(
      kind: 'sqlite' | 'postgres',
      run: (bench: Bench) => Promise<void>,
    ): Promise<void> {
      const port = await getPort()
      const balancer = await startBalancer({ port, ports: [], mode: 'round-robin' })
      const env = { PAYKKA_TIMEOUT_MS: '1500', BFF_ALLOWED_ORIGINS: browser().origin }
      const deployment = await deploy({ kind, env, publicUrl: balancer.url })
      // A notification would end the payment before the browser sends it again, which is another case.
      await deployment.addFaults({
        match: { path: NOTICES },
        times: 0,
        fault: { type: 'notice', kind: 'lost' },
      })
      try {
        await run({ deployment, balancer, browser: browser() })
      } finally {
        await balancer.close()
        await deployment.close()
      }
    }

    /** Lets the page pay; the gateway charges and keeps silent. */
    async function click(
      { deployment, balancer, browser: chrome }: Bench,
      base: string,
    ): Promise<PagePayment> {
      const { checkout, buyer } = await deployment.order(base)
      const body = await buyer.fill()
      await deployment.addFaults({ match: { path: PURCHASE }, fault: { type: 'hang', when: 'after' } })
      const { clientSecret } = checkout
      return chrome.pay({ base: balancer.url, clientSecret, key: randomUUID(), body })
    }

    const charges = (deployment: Deployment) =>
      deployment.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)

    const arrived = (balancer: Balancer, count: number) =>
      until(`${count} arrivals`, () => (balancer.arrivals.length >= count ? true : undefined))

    const charged = (deployment: Deployment, count: number) =>
      until(`${count} charges`, () => (charges(deployment) >= count ? true : undefined))

    async function expectOneEach(deployment: Deployment, pages: PagePayment[]): Promise<void> {
      const finals = await Promise.all(pages.map((page) => page.final))
      expect(finals).toEqual(pages.map(() => 'succeeded'))
      const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
      expect(verdict).toEqual({ charges: pages.length, doubleCharges: [], lost: [], phantom: [], open: [] })
    }

    /** Finds the worker the last payment arrived at. */
    function lastHit(balancer: Balancer, workers: Worker[]): Worker {
      const hit = workers.find((worker) => worker.port === balancer.arrivals.at(-1))
      if (!hit) throw new Error('the payment arrived nowhere')
      return hit
    }

    it(`C-01: the other of two workers gets the same payment, ${RUNS} times; one charge each`, async () => {
      await withBench('postgres', async (bench) => {
        const { deployment, balancer } = bench
        const start = async (): Promise<Worker> => deployment.start({ port: await getPort() })
        let workers: Worker[] = await Promise.all([start(), start()])
        const pages: PagePayment[] = []
        for (let run = 1; run <= RUNS; run++) {
          balancer.setPorts(workers.map((worker) => worker.port))
          const page = await click(bench, workers[0]?.url ?? '')
          pages.push(page)
          await charged(deployment, run)
          const victim = lastHit(balancer, workers)
          await victim.kill()
          expect(await page.reported).toMatchObject({ http: 409, code: 'payment_in_progress' })
          expect(balancer.arrivals).toHaveLength(2 * run)
          workers = [...workers.filter((worker) => worker !== victim), await start()]
        }
        await expectOneEach(deployment, pages)
      })
    }, 300_000)

    it(`C-02: two workers die in a row, the third gets it, ${TWICE} times; one charge each`, async () => {
      await withBench('postgres', async (bench) => {
        const { deployment, balancer } = bench
        const start = async (): Promise<Worker> => deployment.start({ port: await getPort() })
        let workers: Worker[] = await Promise.all([start(), start(), start()])
        const pages: PagePayment[] = []
        for (let run = 1; run <= TWICE; run++) {
          balancer.setPorts(workers.map((worker) => worker.port))
          const page = await click(bench, workers[0]?.url ?? '')
          pages.push(page)
          await charged(deployment, run)
          const first = lastHit(balancer, workers)
          const others = workers.filter((worker) => worker !== first)
          // Frozen, so that the next one can be killed before it answers.
          for (const worker of others) worker.signal('SIGSTOP')
          await first.kill()
          await arrived(balancer, 3 * run - 1)
          const second = lastHit(balancer, workers)
          await second.kill()
          await arrived(balancer, 3 * run)
          const survivors = others.filter((other) => other !== second)
          for (const worker of survivors) worker.signal('SIGCONT')
          expect(await page.reported).toMatchObject({ http: 409, code: 'payment_in_progress' })
          expect(new Set(balancer.arrivals.slice(-3)).size).toBe(3)
          if (run < TWICE) workers = [...survivors, ...(await Promise.all([start(), start()]))]
        }
        await expectOneEach(deployment, pages)
      })
    }, 300_000)

    it('C-03: the only worker, on SQLite, is started again at once; one charge', async () => {
      await withBench('sqlite', async (bench) => {
        const { deployment, balancer } = bench
        const worker = await deployment.start()
        balancer.setPorts([worker.port])
        const page = await click(bench, worker.url)
        await charged(deployment, 1)
        await worker.kill()
        const heir = await deployment.start()
        await arrived(balancer, 2)
        await expectOneEach(deployment, [page])
        expect(heir.readyMs).toBeLessThan(20_000)
      })
    }, 120_000)

    it('the naive BFF charges what Chromium resends', async () => {
      await withBench('sqlite', async (bench) => {
        const { deployment, balancer } = bench
        const start = async (): Promise<Worker> => deployment.start({ kind: 'naive', port: await getPort() })
        const [first, second] = await Promise.all([start(), start()])
        balancer.setPorts([first.port, second.port])
        const page = await click(bench, first.url)
        await charged(deployment, 1)
        await lastHit(balancer, [first, second]).kill()
        expect((await page.reported).status).toBe('succeeded')
        expect(new Set(balancer.arrivals)).toEqual(new Set([first.port, second.port]))
        expect(charges(deployment)).toBe(2)
      })
    }, 120_000)
  },
)
