/** Installs programs the tests need where that is possible: as root on Debian and its kin. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from '../processes/run.ts'

/** The first program of these names on the path. */
export function onPath(
  path: string | undefined,
  names: readonly string[],
  exists = existsSync,
): string | undefined {
  const folders = (path ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => exists(file))
}

const canInstall = () => process.getuid?.() === 0 && onPath(process.env.PATH, ['apt-get']) !== undefined

/** Does nothing where it cannot; a failed install is reported with advice for a person. */
export async function installPackages(packages: readonly string[], advice: string): Promise<void> {
  if (!canInstall()) return
  console.log(`Installing ${packages.join(', ')} with apt-get …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-qq'], { cwd: '/', env })
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  const install = await run('apt-get', args, { cwd: '/', env })
  if (install.code !== 0)
    throw new Error(`${advice}\napt-get said: ${lastLine(update.output + install.output)}`)
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''
