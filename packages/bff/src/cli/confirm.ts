/** Asks before money moves. */
import { stderr, stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'

/**
 * @throws Error unless the operator says yes; without a terminal nobody can, so `--yes` is needed there
 */
export async function confirm(what: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!stdin.isTTY) throw new Error(`${what}: say --yes where nobody can be asked`)
  const prompt = createInterface({ input: stdin, output: stderr })
  const answer = await prompt.question(`${what}. Type yes to go on: `)
  prompt.close()
  if (answer.trim().toLowerCase() !== 'yes') throw new Error('nothing was done')
}
