/** Builds what storefronts and the frame page load: one file each, chunks that load later, and the manifest. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { InlineConfig } from 'vite'
import { build } from 'vite'
import { drawForm } from './draw-form.ts'
import type { Built } from './file-manifest.ts'
import { writeFileManifest } from './file-manifest.ts'
import { leanLit } from './lean-lit.ts'
import { minifyCss } from './minify-css.ts'
import { plainImports } from './plain-imports.ts'
import { unindent } from './unindent.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUT = fileURLToPath(new URL('../dist/browser', import.meta.url))

const LIBRARIES = 'node_modules/(?:lit|@lit)|preload-helper'
/** Loaded only when a checkout offers more than the card form; `method-choice.ts` is always loaded. */
const METHODS = 'methods/(?!method-choice)'
/** Loaded with a card form that replaces the frame. */
const OTHER_FORMS = 'card/form/|card/entry/(?:open|inline|encrypt|curve)'
const FRAME_PAGE = 'card/frame/(?!frame-ahead|painting|sandbox|read-to-page|frame-protocol|checks)'
/** Finds setup mistakes, when something is wrong. */
const LATER_MISTAKES = 'checkout/setup-mistakes/(?!mistake-reporter)'
const LATER_CHECKOUT = `checkout/(?:deferred\\.ts|paying/|challenge/)|${LATER_MISTAKES}`
const LATER_UI = 'ui/(?:results/|appearance/|theme/(?:apply|contrast|follow|secondary|spinner))'
const OTHER_ELEMENTS = 'define-express|elements/(?:paykka-express|paykka-saved-cards|account/)'
/** Loaded where a page or a checkout asks for billing details; each country's rules are one file. */
const BILLING = 'billing/'
/** The texts themselves. */
const TEXTS = 'locales/(?!names|localization|language)'
const LATER = [METHODS, BILLING, OTHER_FORMS, FRAME_PAGE, LATER_CHECKOUT, LATER_UI, OTHER_ELEMENTS].join('|')
/** The first load of each entry; the rest loads when it is needed. */
const FIRST_LOAD = {
  define: new RegExp(`${LIBRARIES}|src/(?!${LATER}|${TEXTS})`),
  'define-saved-cards': new RegExp(
    `${LIBRARIES}|src/(?!${TEXTS}|${LATER_MISTAKES})|locales/extra-texts|mistake-reporter|check-page`,
  ),
  'card-frame': new RegExp(
    `${LIBRARIES}|src/(?!${TEXTS}|ui/appearance/)|(?:card-validator|credit-card-type)/`,
  ),
  'test-cards': /src\//,
  challenge: /src\//,
  'challenge-over': /src\//,
}

/** One file, so that its size can be measured. */
const APPEARANCE_PARSER = {
  name: 'appearance-parser',
  test: /ui\/appearance\/(?:css-tokens|grammars|names|parse-appearance)/,
}

/** Each locale has one file, and two with texts that only some pages show. */
const LOCALE = /src\/locales\/((?:extra|billing)\/\w+-)?[a-z]{2}(?:-\w+)?\.ts$/
const COUNTRY = /src\/billing\/countries\/[a-z]{2}\.ts$/
function folderOf(module: string | null): string {
  if (COUNTRY.test(module ?? '')) return 'countries/'
  return LOCALE.test(module ?? '') ? 'locales/' : ''
}

/** `define-express.js` contains little of its own and imports `define.js`. */
const INPUTS = {
  define: { define: `${ROOT}src/define.ts`, 'define-express': `${ROOT}src/define-express.ts` },
  'define-saved-cards': { 'define-saved-cards': `${ROOT}src/define-saved-cards.ts` },
  'card-frame': { 'card-frame': `${ROOT}src/card/frame/card-frame.ts` },
  'test-cards': { 'test-cards': `${ROOT}src/card/frame/test-cards.ts` },
  challenge: { challenge: `${ROOT}src/checkout/challenge/challenge-page.ts` },
  'challenge-over': { 'challenge-over': `${ROOT}src/checkout/challenge/challenge-over.ts` },
}

/** Entries and the folders of their chunks. Page and frame have separate caches, so they share no files. */
const ENTRIES = {
  define: 'chunks',
  'define-saved-cards': 'chunks/account',
  'card-frame': 'chunks/frame',
  'test-cards': 'chunks/frame',
  challenge: 'chunks/challenge',
  'challenge-over': 'chunks/challenge',
} as const

const configOf = (entry: keyof typeof ENTRIES): InlineConfig => ({
  root: ROOT,
  base: './',
  logLevel: 'warn',
  plugins: [minifyCss(), plainImports(), leanLit(), ...(entry === 'card-frame' ? [] : [unindent()])],
  build: {
    outDir: OUT,
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: INPUTS[entry],
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({ facadeModuleId }) =>
          `${ENTRIES[entry]}/${folderOf(facadeModuleId)}[name]-[hash].js`,
        // A group that contains the entry becomes the entry: one file, one round trip. Lazy chunks import it.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: entry, test: FIRST_LOAD[entry] }, APPEARANCE_PARSER],
        },
      },
    },
  },
})

async function buildEntry(entry: keyof typeof ENTRIES): Promise<Built[]> {
  const result = await build(configOf(entry))
  if (!('output' in result)) throw new TypeError(`The build of ${entry} gave no files.`)
  return result.output.flatMap((file) =>
    file.type === 'chunk' ? [{ name: file.fileName, imports: file.imports }] : [],
  )
}

/** The doubles of the wallets as one file, for pages without a bundler: the demo shop's, and a merchant's tests. */
const doubles: InlineConfig = {
  root: ROOT,
  logLevel: 'warn',
  build: {
    outDir: `${ROOT}dist/testing`,
    target: 'es2022',
    lib: { entry: `${ROOT}src/testing/wallets/index.ts`, formats: ['es'], fileName: () => 'wallets.js' },
  },
}

/** Removes Vite's wrapper around `import()`, which has no effect and costs bytes. */
function unwrapImports(path: string): void {
  const wrapped =
    /\b[\w$]+\(\(\)=>(import\(`[^`]+`\)(?:\.then\([\w$]+=>[\w$]+\.[\w$]+\))?),\[\],import\.meta\.url\)/g
  const picked =
    /\b[\w$]+\(async\(\)=>\{let(\{[^}]*\})=await (import\(`[^`]+`\));return\1\},\[\],import\.meta\.url\)/g
  const code = readFileSync(path, 'utf8').replace(wrapped, '$1').replace(picked, '$2')
  writeFileSync(path, code)
}

rmSync(OUT, { recursive: true, force: true })
const built: Built[] = []
for (const entry of Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]) built.push(...(await buildEntry(entry)))
for (const { name } of built) unwrapImports(`${OUT}/${name}`)
writeFileManifest(OUT, built)
writeFileSync(`${OUT}/drawn-form.json`, `${JSON.stringify(await drawForm())}\n`)
await build(doubles)
