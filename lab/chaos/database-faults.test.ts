/** The database fails under real processes: killed, full, stopped, locked by another (C-05, C-07, C-08, G-05, G-09). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import type { TestContext } from 'vitest'
import { describe, expect, it } from 'vitest'
import { HELD_MS, holdAnswers } from '../../packages/bff/test/support/hold.ts'
import type { Deployment, DeploymentOptions } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import { pause, until } from './poll.ts'
import type { Shopper } from './shopper.ts'
import { cardNumber } from './shopper.ts'

const PURCHASE = '/v3/payment/acq'

/** Deploys for one test, and takes everything down after it. */
async function start(test: TestContext, options: DeploymentOptions): Promise<Deployment> {
  const deployment = await deploy(options)
  test.onTestFinished(() => deployment.close(), 30_000)
  return deployment
}

/** A deployment on PostgreSQL whose gateway has charged and answers when the test lets it. */
async function startHeld(test: TestContext, env: Record<string, string>) {
  const { schedule, release } = holdAnswers()
  const deployment = await start(test, { kind: 'postgres', env, emulator: { schedule } })
  await deployment.addFaults({
    match: { path: PURCHASE },
    fault: { type: 'delay', ms: HELD_MS, when: 'after' },
  })
  return { deployment, release }
}

const ends = (buyer: Shopper, status: string) =>
  until(`the payment is ${status}`, async () =>
    (await buyer.view()).lastPayment?.status === status ? true : undefined,
  )

async function expectSound(deployment: Deployment, charges: number): Promise<void> {
  const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
  expect(verdict).toEqual({ charges, doubleCharges: [], lost: [], phantom: [], open: [] })
}

const calls = (deployment: Deployment) => deployment.emulator.ledger().requests[PURCHASE] ?? 0

describe.concurrent('PostgreSQL under a running BFF', () => {
  it('is killed before a payment: busy, nothing sent, and well again by itself', async (test) => {
    const deployment = await start(test, { kind: 'postgres' })
    const { url, ...worker } = await deployment.start()
    const { buyer } = await deployment.order(url)
    const body = await buyer.fill()
    await deployment.postgres?.crash()
    const refused = await buyer.post('a-key-that-is-kept-for-later', body)
    expect([refused.status, refused.code, calls(deployment)]).toEqual([503, 'busy', 0])
    await deployment.postgres?.restart()
    const paid = await until('the same request goes through', async () => {
      const answer = await buyer.post('a-key-that-is-kept-for-later', body)
      return answer.status === 200 ? answer : undefined
    })
    expect([paid.payment, worker.isAlive()]).toEqual(['succeeded', true])
    await expectSound(deployment, 1)
  }, 180_000)

  it('is killed while the gateway charges: the process lives on and the charge is found', async (test) => {
    const { deployment, release } = await startHeld(test, { PAYKKA_TIMEOUT_MS: '2500' })
    const worker = await deployment.start()
    const { buyer } = await deployment.order(worker.url)
    const paying = buyer.pay()
    await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
    await deployment.postgres?.crash()
    release()
    const reported = await paying
    await deployment.postgres?.restart()
    expect([reported.status, reported.payment]).toEqual([202, 'unknown'])
    expect(worker.isAlive()).toBe(true)
    await ends(buyer, 'succeeded')
    await expectSound(deployment, 1)
  }, 180_000)

  it('comes back before the answer does: the shopper hears the truth, one charge', async (test) => {
    const { deployment, release } = await startHeld(test, { PAYKKA_TIMEOUT_MS: '24000' })
    const worker = await deployment.start()
    const { buyer } = await deployment.order(worker.url)
    const paying = buyer.pay()
    await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
    await deployment.postgres?.crash()
    await deployment.postgres?.restart()
    release()
    // When the recovery takes longer than the shopper's request, the first answer is unknown, never a failure.
    expect(['succeeded', 'unknown']).toContain((await paying).payment)
    await ends(buyer, 'succeeded')
    await expectSound(deployment, 1)
  }, 180_000)

  it('shares work after a zombie: stopped while it pays, overtaken, then continued', async (test) => {
    const deployment = await start(test, { kind: 'postgres', env: { PAYKKA_TIMEOUT_MS: '1000' } })
    const zombie = await deployment.start({ port: await getPort() })
    const { buyer } = await deployment.order(zombie.url)
    await deployment.addFaults({
      match: { path: PURCHASE },
      fault: { type: 'delay', ms: 700, when: 'after' },
    })
    const body = await buyer.fill(cardNumber(7))
    const paying = buyer.post('the-key-of-a-zombie-payment', body).catch(() => undefined)
    await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
    zombie.signal('SIGSTOP')
    const heir = await deployment.start({ port: await getPort() })
    const resent = await buyer.post('the-key-of-a-zombie-payment', body, heir.url)
    expect([resent.status, resent.code]).toEqual([409, 'payment_in_progress'])
    await until('the heir finds the charge', async () =>
      (await readBeliefs(deployment.database()))[0]?.status === 'succeeded' ? true : undefined,
    )
    zombie.signal('SIGCONT')
    await paying
    await expectSound(deployment, 1)
    const steps = await deployment.database().db.selectFrom('payment_steps').select('to_status').execute()
    expect(steps.filter((step) => step.to_status === 'succeeded')).toHaveLength(1)
  }, 180_000)
})

describe.concurrent('two BFFs on one PostgreSQL', () => {
  it('send one purchase for 200 posts with one key', async (test) => {
    const deployment = await start(test, { kind: 'postgres', env: { PAYKKA_TIMEOUT_MS: '24000' } })
    const workers = await Promise.all([
      deployment.start({ port: await getPort() }),
      deployment.start({ port: await getPort() }),
    ])
    const { buyer } = await deployment.order(workers[0].url)
    const body = await buyer.fill()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        buyer.post('one-key-for-two-hundred', body, workers[index % 2]?.url),
      ),
    )
    const reported = new Set(answers.map((answer) => `${answer.status} ${answer.code ?? answer.payment}`))
    // A busy machine sheds some of them, before anything of theirs is stored or sent.
    reported.delete('503 busy')
    expect([...reported].sort()).toEqual(['200 succeeded', '409 payment_in_progress'])
    expect(calls(deployment)).toBe(1)
    await expectSound(deployment, 1)
  }, 180_000)

  it('the naive BFF sends again and again, until its checkout has had its five attempts', async (test) => {
    const deployment = await start(test, { kind: 'sqlite' })
    const worker = await deployment.start({ kind: 'naive' })
    const { buyer } = await deployment.order(worker.url)
    const body = await buyer.fill()
    await Promise.all(Array.from({ length: 20 }, () => buyer.post('one-key-for-twenty', body)))
    expect(calls(deployment)).toBeGreaterThanOrEqual(5)
  }, 180_000)
})

describe.concurrent('SQLite under a running BFF', () => {
  it('lets no second process onto the file, and says why', async (test) => {
    const deployment = await start(test, { kind: 'sqlite' })
    const worker = await deployment.start()
    const second = deployment.start({ port: await getPort() })
    await expect(second).rejects.toThrow(/in use by another process.*PostgreSQL/s)
    const { buyer } = await deployment.order(worker.url)
    expect((await buyer.pay()).payment).toBe('succeeded')
  }, 180_000)

  it('starts again after a kill in the middle of the first migration', async (test) => {
    const deployment = await start(test, { kind: 'sqlite' })
    await expect(deployment.start({ env: { CHAOS_KILL_AT: 'migration' } })).rejects.toThrow('did not start')
    const { buyer } = await deployment.order((await deployment.start()).url)
    expect((await buyer.pay()).payment).toBe('succeeded')
  }, 180_000)

  it("keeps a stopped process's payment whole when it is continued", async (test) => {
    const deployment = await start(test, { kind: 'sqlite', env: { PAYKKA_TIMEOUT_MS: '1000' } })
    const worker = await deployment.start()
    const { buyer } = await deployment.order(worker.url)
    await deployment.addFaults({
      match: { path: PURCHASE },
      fault: { type: 'delay', ms: 300, when: 'after' },
    })
    const paying = buyer.pay()
    await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
    worker.signal('SIGSTOP')
    await pause(1500)
    worker.signal('SIGCONT')
    expect([200, 202]).toContain((await paying).status)
    await ends(buyer, 'succeeded')
    await expectSound(deployment, 1)
  }, 180_000)

  it.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
    'has a full disk (needs root for a small tmpfs): busy, nothing sent, and well again with space',
    async (test) => {
      const directory = mkdtempSync(join(tmpdir(), 'paykka-full-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory])
      test.onTestFinished(() => {
        execFileSync('umount', ['-l', directory])
        rmSync(directory, { recursive: true, force: true })
      })
      const deployment = await start(test, { kind: 'sqlite', directory })
      const { url } = await deployment.start()
      // The log has room of its own for a few more payments.
      const orders = []
      for (let count = 0; count < ROOM_FOR; count++) orders.push((await deployment.order(url)).buyer)
      const filled = await Promise.all(orders.map(async (buyer) => ({ buyer, body: await buyer.fill() })))
      fill(join(directory, 'ballast'))
      for (const [paid, { buyer, body }] of filled.entries()) {
        const key = `a-key-for-a-full-disk-${paid}`
        const answer = await buyer.post(key, body)
        if (answer.status === 200) continue
        expect([answer.status, answer.code, calls(deployment)]).toEqual([503, 'busy', paid])
        rmSync(join(directory, 'ballast'))
        expect((await buyer.post(key, body)).payment).toBe('succeeded')
        return expectSound(deployment, paid + 1)
      }
      throw new Error('the disk was never full')
    },
    180_000,
  )
})

describe.concurrent('a BFF that may open no more files', () => {
  it.skipIf(process.platform === 'win32')(
    'C-08: takes nobody new, loses nothing, and is well again by itself',
    async (test) => {
      const deployment = await start(test, { kind: 'sqlite' })
      const worker = await deployment.start({ openFiles: OPEN_FILES })
      const { buyer } = await deployment.order(worker.url)
      const body = await buyer.fill()
      const crowd = await holdConnections(worker.port, 2 * OPEN_FILES)
      await expect(buyer.post('a-key-among-a-crowd', body)).rejects.toThrow()
      for (const socket of crowd) socket.destroy()
      const paid = await until('it takes requests again', () => buyer.post('a-key-among-a-crowd', body))
      expect([paid.payment, worker.isAlive(), calls(deployment)]).toEqual(['succeeded', true, 1])
      await expectSound(deployment, 1)
    },
    180_000,
  )
})

const OPEN_FILES = 80
const ROOM_FOR = 20

/** Opens connections and says nothing on them; those the server has no place for are closed by it. */
function holdConnections(port: number, count: number): Promise<Socket[]> {
  const dial = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket))
      socket.on('error', () => resolve(socket))
    })
  return Promise.all(Array.from({ length: count }, dial))
}

/** Takes all the space there is, to the last block. */
function fill(file: string): void {
  for (const size of [65_536, 4096, 512]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full for blocks of this size.
    }
  }
}
