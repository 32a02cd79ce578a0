/**
 * Builds the BFF as a server runs it: its code and that of its libraries in a few files. Node reads these in a fraction
 * of the time that some two thousand take, and a BFF that starts again after a crash has no time to lose.
 */
import { cpSync, globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Plugin } from 'vite'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { 'without-emulator': { type: 'boolean', default: false } },
})
/** Another folder may be named, to compare two builds. */
const OUT = resolve(positionals[0] ?? join(ROOT, 'bundle'))

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

/**
 * V8 keeps the text of what it runs, at two bytes a letter as soon as one of them is beyond Latin-1: a single typographic quote
 * doubles a file. Escaped, it is the same text in strings, templates and expressions; only raw templates would tell them apart.
 */
const singleByte: Plugin = {
  name: 'single-byte',
  generateBundle: (_options, bundle) => {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = escaped(chunk.code)
  },
}

function escaped(code: string): string {
  if (/String\.raw`[^`]*[\u0100-\uffff]/.test(code)) throw new Error('Escape the letters in a String.raw.')
  const asCode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return code.replace(/[\u0100-\uffff]/g, asCode)
}

/** A server that takes payments needs no gateway that plays PayKKa. */
const withoutEmulator: Plugin = {
  name: 'without-emulator',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('@paykka-checkout/emulator') ? NO_EMULATOR : null),
  load: (id) => (id === NO_EMULATOR ? REFUSAL : null),
}
const NO_EMULATOR = '\0no-emulator'
const REFUSAL = `export const runEmulator = () => { throw new Error('the emulator is no part of this build') }`

await build({
  root: ROOT,
  configFile: false,
  logLevel: 'warn',
  plugins: [singleByte, ...(options['without-emulator'] ? [withoutEmulator] : [])],
  ssr: { noExternal: true, external: [...SELDOM, ...WITH_FILES] },
  build: {
    ssr: true,
    outDir: OUT,
    target: 'node24',
    // Readable, so that the lines of an error can be found; comments are for readers of the source.
    minify: false,
    rolldownOptions: {
      input: { 'paykka-bff': join(ROOT, 'src', 'cli', 'main.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', comments: false },
    },
  },
})
// The emulator reads the scripts it serves from beside its own code.
if (!options['without-emulator'])
  for (const script of globSync(join(ROOT, '..', 'emulator', 'src', '**', '*.js')))
    cpSync(script, join(OUT, basename(script)))

refuse(/__dirname/, 'A library looks for files beside its code: keep it apart (WITH_FILES).')
refuse(
  / from "node:http"/,
  '`import` loads all it can give, `fetch` among it: take `process.getBuiltinModule`.',
)
refuse(/[\u0100-\uffff]/, 'V8 would keep this file at two bytes a letter.')

/** @throws Error with `reason` when a built file contains `text` */
function refuse(text: RegExp, reason: string): void {
  const found = globSync(join(OUT, '*.js')).filter((file) => text.test(readFileSync(file, 'utf8')))
  if (found.length > 0) throw new Error(`${reason} Found in ${found.join(', ')}`)
}
