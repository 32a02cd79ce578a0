/** Asks the operator before money moves. */
import { stderr, stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'

/** @throws Error unless the operator confirms; without a terminal `--yes` is required */
export async function confirm(what: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!stdin.isTTY) throw new Error(`${what}: use --yes without a terminal`)
  const prompt = createInterface({ input: stdin, output: stderr })
  const answer = await prompt.question(`${what}. Type yes to continue: `)
  prompt.close()
  if (answer.trim().toLowerCase() !== 'yes') throw new Error('nothing was done')
}
