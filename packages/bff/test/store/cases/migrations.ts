/** The schema: brought up to date once, by any number of processes, also from another one. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Use } from '../conformance.ts'

const CLAIMER = fileURLToPath(new URL('../claimer.ts', import.meta.url))
const run = promisify(execFile)

/** Another process on the same ledger: migrates, then claims keys. @returns how many it won */
async function claimElsewhere(url: string, count: number): Promise<number> {
  const { stdout } = await run(process.execPath, [CLAIMER, url, String(count)])
  return Number(stdout)
}

export function migrationCases(use: Use): void {
  describe('the schema', () => {
    it('has nothing to do the second time', async () => {
      expect(await use().store.migrate()).toEqual([])
    })

    it('survives many migrations at once', async () => {
      const all = use().stores.flatMap((store) => [store.migrate(), store.migrate()])
      expect((await Promise.all(all)).flat()).toEqual([])
    })

    it('shares keys between processes: every key has one winner', async () => {
      const wins = await Promise.all([claimElsewhere(use().url, 50), claimElsewhere(use().url, 50)])
      expect(wins.reduce((sum, won) => sum + won, 0)).toBe(50)
      expect(await use().db.selectFrom('idempotency_keys').selectAll().execute()).toHaveLength(50)
    }, 30_000)
  })
}
