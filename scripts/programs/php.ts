/** Finds PHP for the example shop written in it, and installs Debian's where that is possible. */
import { installPackages, onPath } from './debian.ts'

const ADVICE = 'No PHP found: on Debian, run `apt-get install php-cli`.'

export async function findPhp(): Promise<string> {
  const look = () => onPath(process.env.PATH, ['php'])
  const found = look()
  if (found) return found
  await installPackages(['php-cli'], ADVICE)
  const installed = look()
  if (!installed) throw new Error(ADVICE)
  return installed
}
