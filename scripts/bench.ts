/** `npm run bench`: builds what is needed, finds Chromium and measures the element and the BFF. */
import { buildAll } from './build.ts'
import { findChromium } from './chromium.ts'
import { inRoot } from './paths.ts'
import { run, stopRunning } from './run.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopRunning)

const PARTS = {
  element: inRoot('bench', 'src', 'element.ts'),
  bff: inRoot('bench', 'src', 'bff', 'main.ts'),
  load: inRoot('bench', 'src', 'load', 'main.ts'),
}

/** The first argument may name one part; the rest is for that part. */
async function main([name, ...rest]: string[]): Promise<number> {
  await buildAll()
  if (name !== undefined) return await runPart(partOf(name), rest)
  const codes: number[] = []
  for (const part of Object.keys(PARTS)) codes.push(await runPart(partOf(part), []))
  return Math.max(...codes)
}

function partOf(name: string): keyof typeof PARTS {
  if (name in PARTS) return name as keyof typeof PARTS
  throw new TypeError(`There is no part ${name}: ${Object.keys(PARTS).join(', ')} are.`)
}

async function runPart(name: keyof typeof PARTS, args: string[]): Promise<number> {
  const env: Record<string, string> = name === 'element' ? { CHROME_PATH: await findChromium() } : {}
  const { code } = await run(process.execPath, [PARTS[name], ...args], {
    cwd: inRoot('bench'),
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
