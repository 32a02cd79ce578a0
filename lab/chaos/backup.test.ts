/** The guide to backup and restore, done: a copy made while the BFF runs, payments since, a restore, and nothing is paid twice. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { BFF, COMPILE_CACHE } from '../../packages/bff/test/support/bundle.ts'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import { createCheckout, openShop } from './shopper.ts'

const TWO_MINUTES = 120_000

/** @returns a function that restores the present database */
async function backUp(deployment: Deployment): Promise<() => Promise<void>> {
  const { postgres } = deployment
  if (postgres) {
    const copy = await postgres.backUp()
    return async () => {
      await postgres.restore(copy)
      await ageHeartbeats(deployment)
    }
  }
  const copy = join(deployment.directory, 'backup.db')
  await command(deployment, 'backup', copy)
  return async () => {
    const file = join(deployment.directory, 'paykka.db')
    for (const rest of ['-wal', '-shm']) rmSync(file + rest, { force: true })
    copyFileSync(copy, file)
  }
}

/** The database's own clock cannot be moved forward, so what it has dated is moved back. */
async function ageHeartbeats(deployment: Deployment): Promise<void> {
  const { db } = deployment.database()
  await db
    .updateTable('instances')
    .set((eb) => ({
      started_at: eb('started_at', '-', TWO_MINUTES),
      seen_at: eb('seen_at', '-', TWO_MINUTES),
    }))
    .execute()
}

/** @throws Error when it ends with another code than 0 */
async function command({ env }: Deployment, ...args: string[]): Promise<string> {
  const run = promisify(execFile)
  return (await run(process.execPath, [BFF, ...args], { env: { ...COMPILE_CACHE, ...env } })).stdout
}

const shopOf = (deployment: Deployment, base: string, checkout: Parameters<typeof openShop>[1]) =>
  openShop(() => base, checkout, deployment.now)

describe('a restored backup', () => {
  // A gateway that charges one trans_id twice: only what the BFF itself remembers or asks for protects the shopper.
  it.for(['sqlite', 'postgres'] as const)(
    'knows what was paid after it was made, %s',
    { timeout: 240_000 },
    async (kind, test) => {
      const deployment = await deploy({ kind, emulator: { dialect: { duplicateTransId: 'charge' } } })
      test.onTestFinished(() => deployment.close(), 30_000)
      const { url, kill } = await deployment.start()
      const known = await deployment.order(url)
      const restore = await backUp(deployment)

      const key = randomUUID()
      const order = { key, reference: `order-${key}` }
      const forgotten = await createCheckout(url, 1099, undefined, order)
      expect((await known.buyer.pay()).payment).toBe('succeeded')
      expect((await shopOf(deployment, url, forgotten).pay()).payment).toBe('succeeded')
      await kill()
      await restore()
      deployment.advance(TWO_MINUTES)
      await deployment.start()

      // In the backup, paid since: entered before the process was ready.
      expect((await known.buyer.view()).status).toBe('succeeded')
      expect((await known.buyer.pay()).code).toBe('already_paid')
      // Not even in the backup: the shop asks for its checkout once more.
      const again = await createCheckout(url, 1099, undefined, order)
      expect([again.id, again.clientSecret]).toEqual([forgotten.id, forgotten.clientSecret])
      expect((await shopOf(deployment, url, again).pay()).payment).toBe('succeeded')

      const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
      expect(verdict).toEqual({ charges: 2, doubleCharges: [], lost: [], phantom: [], open: [] })
      expect(await command(deployment, 'reconcile', '--since', '7d')).toContain('agree')
    },
  )
})
