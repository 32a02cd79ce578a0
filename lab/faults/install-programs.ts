/** Installs what some faults need, where the machine allows it. */
import { installPackages, onPath } from '../../scripts/programs/debian.ts'
import { findFakeTime } from './injectors/clock.ts'

const ADVICE =
  'Faults of the clock need libfaketime, those of Redis need redis-server. Without them those faults are skipped.'

export async function installPrograms(): Promise<void> {
  const packages = [
    ...(findFakeTime() === undefined ? ['libfaketime'] : []),
    ...(onPath(process.env.PATH, ['redis-server']) === undefined ? ['redis-server'] : []),
  ]
  if (packages.length === 0) return
  await installPackages(packages, ADVICE).catch((error: Error) => console.error(error.message))
}
