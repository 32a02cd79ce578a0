/** `paykka-bff page-watch URL`: compares the page a shopper's browser gets with the approved one (PCI DSS 11.6.1). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { PageState } from '../watch/page-state.ts'
import { compareStates, readPage } from '../watch/page-state.ts'

type WatchOptions = { baseline: string; approve?: boolean; chromium?: string }

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Exit code 1 when the page differs from the baseline, or without a baseline. */
export async function runPageWatch(address: string, options: WatchOptions): Promise<void> {
  const program = options.chromium ?? process.env.CHROME_PATH ?? CHROMIUM.find((path) => existsSync(path))
  if (!program) throw new Error('no Chromium found: name its program file with --chromium')
  const state = await readPage(new URL(address), program)
  if (options.approve) return approve(options.baseline, state)
  if (!existsSync(options.baseline))
    throw new Error(`${options.baseline} does not exist: look at the page, then run again with --approve`)
  const changes = compareStates(JSON.parse(readFileSync(options.baseline, 'utf8')) as PageState, state)
  for (const change of changes) console.log(change)
  console.log(
    changes.length === 0 ? 'as approved' : `${changes.length} changes: approve them with --approve, or act`,
  )
  if (changes.length > 0) process.exitCode = 1
}

function approve(file: string, state: PageState): void {
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`)
  console.log(`${file}: ${Object.keys(state.scripts).length} scripts approved`)
}
