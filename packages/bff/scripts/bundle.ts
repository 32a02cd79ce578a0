/**
 * Builds the BFF as a server runs it: its code and that of its libraries in a few files. Node reads these in a fraction
 * of the time that some two thousand take, and a BFF that starts again after a crash has no time to lose.
 */
import { cpSync, globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Another folder may be named, to compare two builds. */
const OUT = resolve(process.argv[2] ?? join(ROOT, 'bundle'))

/** Loaded by some settings and commands only. */
const SELDOM = [
  'pg',
  'ioredis',
  'puppeteer-core',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/core',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace',
]
/** They read files that are beside their own code. */
const WITH_FILES = ['@fastify/swagger', '@fastify/swagger-ui', '@paykka-checkout/element', 'pino']

await build({
  root: ROOT,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: [...SELDOM, ...WITH_FILES] },
  build: {
    ssr: true,
    outDir: OUT,
    target: 'node24',
    // Readable, so that the lines of an error can be found.
    minify: false,
    rolldownOptions: {
      input: { 'paykka-bff': join(ROOT, 'src', 'cli', 'main.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
// The emulator reads the scripts it serves from beside its own code.
for (const script of globSync(join(ROOT, 'emulator', '**', '*.js')))
  cpSync(script, join(OUT, basename(script)))

refuse('__dirname', 'A library looks for files beside its code: keep it apart (WITH_FILES).')
refuse(
  ' from "node:http"',
  '`import` loads all it can give, `fetch` among it: take `process.getBuiltinModule`.',
)

/** @throws Error with `reason` when a built file contains `text` */
function refuse(text: string, reason: string): void {
  const found = globSync(join(OUT, '*.js')).filter((file) => readFileSync(file, 'utf8').includes(text))
  if (found.length > 0) throw new Error(`${reason} Found in ${found.join(', ')}`)
}
