/** The rows about load, measured as `npm run lab -- bench load` measures them. */
import type { Figure, Row } from './row-figures.ts'
import { row, runJson } from './row-figures.ts'

type LoadFigure = { name: string; value: string; limit: string; control: string; ok: boolean }

/** @param seconds of overload @param restarts of the rolling restart @param rotations of each kind of key */
export function loadRows(seconds: number, restarts: number, rotations: number): Row[] {
  return [
    row('overload', 'Three times as many purchases as one BFF can take', 10, (minutes) =>
      measured('overload', ['--seconds', String(seconds)], minutes),
    ),
    row('slow-headers', 'A thousand sockets with slow headers', 4, (minutes) =>
      measured('slow-headers', [], minutes),
    ),
    row('rolling-restart', 'BFFs replaced one after the other while shoppers pay', 4, (minutes) =>
      measured('rolling-restart', ['--restarts', String(restarts)], minutes),
    ),
    row('key-rotation', 'Keys replaced in two BFFs while shoppers pay', 4, (minutes) =>
      measured('key-rotation', ['--rotations', String(rotations)], minutes),
    ),
  ]
}

async function measured(part: string, options: string[], minutes: number): Promise<Figure[]> {
  const args = ['lab/bench/load/measure-load.ts', '--only', part, ...options, '--json']
  const { result, command } = await runJson<{ rows: LoadFigure[] }>(args, minutes)
  return result.rows.map(({ name, value, limit, control, ok }) => ({
    name: limit === '' ? name : `${name} (${limit})`,
    value,
    control,
    ok,
    command,
  }))
}
