/** `npm run gallery`, and with a word more `npm run photograph` and `npm run a11y-report`: what the gallery of states is for. */
import { join } from 'node:path'
import { CHECKOUT_ELEMENT } from './paths.ts'
import { run, stopRunning } from './processes/run.ts'
import { findChromium } from './programs/chromium.ts'

const SCRIPTS: Record<string, string[]> = {
  serve: [join('node_modules', 'vite', 'bin', 'vite.js'), '--config', join('gallery', 'vite.config.ts')],
  photograph: [join('gallery', 'photograph.ts')],
  report: [join('gallery', 'a11y', 'report.ts')],
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopRunning)

async function main([name = 'serve', ...rest]: string[]): Promise<number> {
  const script = SCRIPTS[name]
  if (!script) throw new Error(`Use: gallery ${Object.keys(SCRIPTS).join('|')}`)
  const env: Record<string, string> = name === 'serve' ? {} : { CHROME_PATH: await findChromium() }
  const { code } = await run(process.execPath, [...script, ...rest], {
    cwd: CHECKOUT_ELEMENT,
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
