/** `npm run lab -- faults`: builds what is needed, installs what faults need where that is possible, and breaks things. */
import { findFakeTime } from '../lab/faults/injectors/clock.ts'
import { buildAll } from './build.ts'
import { installPackages, onPath } from './debian.ts'
import { inRoot } from './paths.ts'
import { run, stopRunning } from './run.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopRunning)

const ADVICE =
  'Faults of the clock need libfaketime, those of Redis need redis-server. Without them those faults are skipped.'

async function main(args: string[]): Promise<number> {
  await buildAll()
  await findPrograms()
  const { code } = await run(process.execPath, [inRoot('lab', 'main.ts'), ...args], {
    cwd: inRoot('lab'),
    show: true,
  })
  return code
}

async function findPrograms(): Promise<void> {
  const packages = [
    ...(findFakeTime() === undefined ? ['libfaketime'] : []),
    ...(onPath(process.env.PATH, ['redis-server']) === undefined ? ['redis-server'] : []),
  ]
  if (packages.length === 0) return
  await installPackages(packages, ADVICE).catch((error: Error) => console.error(error.message))
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  })
  .then((code) => process.exit(code))
