/** `npm run bench:element`: builds what is needed, finds Chromium and measures. */
import { buildElement } from './build-element.ts'
import { findChromium } from './chromium.ts'
import { inRoot } from './paths.ts'
import { run, stopRunning } from './run.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopRunning)

async function main(args: string[]): Promise<number> {
  const env = { CHROME_PATH: await findChromium() }
  await buildElement()
  const cwd = inRoot('bench')
  const { code } = await run(process.execPath, [inRoot('bench', 'src', 'element.ts'), ...args], {
    cwd,
    env,
    show: true,
  })
  return code
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  })
  .then((code) => process.exit(code))
