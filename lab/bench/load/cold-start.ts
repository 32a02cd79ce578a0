/** From the start of the built BFF's process to its first 200 on /readyz. */
import { leaveServerCore } from '../bff/processes.ts'
import { median, round } from '../statistics.ts'
import { withDeployedBff } from './deployed.ts'
import type { LoadRow } from './row.ts'

const LIMIT_MS = 700

/** @param starts on one database, one after the other; the first, which creates the schema, is not counted */
export function measureColdStart(starts: number): Promise<LoadRow[]> {
  leaveServerCore()
  return withDeployedBff(async ({ start }) => {
    const timed = async (env?: Record<string, string>) => {
      const server = await start(env)
      // Releases the database for the next one.
      await server.kill()
      return server.readyMs
    }
    const first = await timed()
    const cold: number[] = []
    const uncompiled: number[] = []
    for (let turn = 0; turn < starts; turn++) {
      cold.push(await timed())
      uncompiled.push(await timed({ NODE_DISABLE_COMPILE_CACHE: '1' }))
    }
    return [rowOf(first, cold, uncompiled)]
  })
}

function rowOf(first: number, cold: number[], uncompiled: number[]): LoadRow {
  const ms = (value: number) => `${round(value, 0)} ms`
  return {
    name: `Start to ready on one core, median of ${cold.length}`,
    value: ms(median(cold)),
    limit: `≤ ${LIMIT_MS} ms`,
    control: `without what the image compiled ${ms(median(uncompiled))}; slowest ${ms(Math.max(...cold))}; the first, which makes the schema, ${ms(first)}`,
    ok: median(cold) <= LIMIT_MS,
  }
}
