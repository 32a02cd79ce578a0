/** `npm run lab -- <part> [options]`: the door of the laboratory. Every part runs in a separate process. */
import { join } from 'node:path'
import { buildAll } from '../scripts/build/build.ts'
import { inRoot } from '../scripts/paths.ts'
import { run, stopRunning } from '../scripts/processes/run.ts'
import { findChromium } from '../scripts/programs/chromium.ts'
import { installPrograms } from './faults/install-programs.ts'

type Part = (args: string[]) => Promise<number>

const PARTS: Record<string, Part> = {
  faults: async (args) => {
    await buildAll()
    await installPrograms()
    return await play(join('faults', 'run-faults.ts'), args)
  },
  simulate: (args) => play(join('simulator', 'simulate.ts'), args),
  chaos: async (args) => {
    await buildAll()
    return await play(join('chaos', 'run-chaos.ts'), args)
  },
  attacks: (args) => play(join('node_modules', 'vitest', 'vitest.mjs'), ['run', 'attacks/', ...args]),
  bench,
  profile: async (args) => {
    await buildAll()
    return await play(join('profile', 'profile.ts'), args)
  },
  scoreboard: (args) => play(join('scoreboard', 'scoreboard.ts'), args),
  mutation: (args) => play(join('mutation', 'mutation.ts'), args),
}

const BENCHES: Record<string, string> = {
  element: join('bench', 'measure-element.ts'),
  bff: join('bench', 'bff', 'measure-bff.ts'),
  load: join('bench', 'load', 'measure-load.ts'),
  lists: join('bench', 'lists', 'measure-lists.ts'),
}

/** Runs one bench, with its options, or all of them. */
async function bench([name, ...rest]: string[]): Promise<number> {
  await buildAll()
  const names = name === undefined ? Object.keys(BENCHES) : [name]
  const codes: number[] = []
  for (const one of names) {
    const script = pick(BENCHES, one, 'bench')
    const env: Record<string, string> = one === 'element' ? { CHROME_PATH: await findChromium() } : {}
    codes.push(await play(script, rest, env))
  }
  return Math.max(...codes)
}

async function play(script: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const options = { cwd: inRoot('lab'), env, show: true }
  const { code } = await run(process.execPath, [inRoot('lab', script), ...args], options)
  return code
}

function pick<T>(choices: Record<string, T>, name: string | undefined, what: string): T {
  const choice = Object.entries(choices).find(([known]) => known === name)
  if (choice) return choice[1]
  throw new TypeError(`Name a ${what} of the laboratory: ${Object.keys(choices).join(', ')}.`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopRunning)

async function main([name, ...rest]: string[]): Promise<number> {
  return await pick(PARTS, name, 'part')(rest)
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  })
  .then((code) => process.exit(code))
