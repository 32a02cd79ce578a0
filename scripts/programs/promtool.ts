/** Prometheus's own checker of alert rules, which Debian packs with Prometheus. */
import { installPackages, onPath } from './debian.ts'

const ADVICE =
  'promtool is missing. Install it: apt-get install prometheus (Debian), or from https://prometheus.io/download/'

const find = () => onPath(process.env.PATH, ['promtool'])

/** @returns the program; undefined if it is missing and cannot be installed, which is reported */
export async function findPromtool(): Promise<string | undefined> {
  const there = find()
  if (there !== undefined) return there
  await installPackages(['prometheus'], ADVICE).catch((error: Error) => console.error(error.message))
  const installed = find()
  if (installed === undefined) console.error(ADVICE)
  return installed
}
