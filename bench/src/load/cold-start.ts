/** From the start of the built BFF’s process to its first 200 on /readyz. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaveServerCore } from '../bff/processes.ts'
import { median, round } from '../statistics.ts'
import { withDeployedBff } from './deployed.ts'
import type { LoadRow } from './row.ts'

const LIMIT_MS = 700

/** @param starts on one ledger, one after the other; the first, which makes the schema, is not counted */
export async function measureColdStart(starts: number): Promise<LoadRow[]> {
  leaveServerCore()
  const cache = mkdtempSync(join(tmpdir(), 'paykka-compiled-'))
  try {
    return await withDeployedBff(async (start) => {
      const timed = async (env?: Record<string, string>) => {
        const server = await start(env)
        // Lets go of the ledger for the next one.
        await server.kill()
        return server.readyMs
      }
      const first = await timed({ NODE_COMPILE_CACHE: cache })
      const cold: number[] = []
      const kept: number[] = []
      for (let turn = 0; turn < starts; turn++) {
        cold.push(await timed())
        kept.push(await timed({ NODE_COMPILE_CACHE: cache }))
      }
      return [rowOf(first, cold, kept)]
    })
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
}

function rowOf(first: number, cold: number[], kept: number[]): LoadRow {
  const ms = (value: number) => `${round(value, 0)} ms`
  return {
    name: `Start to ready on one core, median of ${cold.length}`,
    value: `${ms(median(cold))} (with Node’s compile cache ${ms(median(kept))})`,
    limit: `≤ ${LIMIT_MS} ms`,
    control: `slowest ${ms(Math.max(...cold))}; the first, which makes the schema, ${ms(first)}`,
    ok: median(cold) <= LIMIT_MS,
  }
}
