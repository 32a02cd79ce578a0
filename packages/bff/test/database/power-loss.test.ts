/** The power fails (C-06): any part of the write-ahead log may have reached the disk, but the database contains whole transactions. */
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { addStep, findPayment, listSteps } from '../../src/database/payment-rows.ts'
import { addPayment, NOW } from './rows.ts'

const PAYMENTS = 12
const CUTS = 40

async function pay(url: string): Promise<void> {
  const database = openDatabase(url, { exclusive: false })
  await database.migrate()
  for (let index = 1; index <= PAYMENTS; index++) {
    await database.transaction(async (tx) => {
      await addPayment(tx, String(index))
      const step = { payment_id: `pay_${index}`, at: NOW, from_status: null, cause: 'shopper', detail: null }
      await addStep(tx, { ...step, to_status: 'sending' })
    })
  }
}

/** @returns how many payments are there, each with its step, and none after the first that is missing */
async function countWhole(url: string): Promise<number> {
  const database = openDatabase(url, { exclusive: false })
  try {
    await database.migrate()
    const found: boolean[] = []
    for (let index = 1; index <= PAYMENTS; index++) {
      const payment = await findPayment(database.db, `pay_${index}`)
      expect((await listSteps(database.db, [`pay_${index}`])).length).toBe(payment ? 1 : 0)
      found.push(payment !== undefined)
    }
    const count = found.filter(Boolean).length
    expect(found.slice(0, count).every(Boolean)).toBe(true)
    return count
  } finally {
    await database.close()
  }
}

it('leaves the database at one of its commits, wherever the log was torn', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-power-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'paykka.db')
  // Left open: a clean close would empty the log.
  await pay(`sqlite:${file}`)
  const bytes = statSync(`${file}-wal`).size
  const counts: number[] = []
  const tear = (cut: number) => {
    const torn = join(directory, `torn-${cut}.db`)
    copyFileSync(file, torn)
    copyFileSync(`${file}-wal`, `${torn}-wal`)
    truncateSync(`${torn}-wal`, Math.round((bytes * cut) / CUTS))
    return `sqlite:${torn}`
  }
  for (let cut = 1; cut <= CUTS; cut++) counts.push(await countWhole(tear(cut)))
  // A log without even its synced part is not a power loss: somebody emptied it.
  await expect(countWhole(tear(0))).rejects.toThrow('without its log')
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect([counts[0], counts.at(-1)]).toEqual([0, PAYMENTS])
  expect(new Set(counts).size).toBeGreaterThan(3)
})
