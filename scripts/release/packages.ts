/** Builds the published packages and packs each into a tarball, as a release does. */
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildElement } from '../build/build-element.ts'
import { CHECKOUT_ELEMENT, inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'

/** The pnpm this repository is pinned to, as npx takes it. */
export const { packageManager: PNPM } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
  packageManager: string
}

/** In the order they depend on each other. */
export const PACKAGES = ['shared-types', 'checkout-element', 'emulator', 'client', 'bff'] as const

/** What TypeScript writes for each package, by folder. */
const OUTPUT = {
  'shared-types': 'dist',
  'checkout-element': join('dist', 'lib'),
  emulator: 'dist',
  client: 'dist',
  bff: 'dist',
} as const

const TSC = inRoot('node_modules', 'typescript', 'bin', 'tsc')

export async function buildPackages(): Promise<void> {
  await buildElement()
  await must([join(CHECKOUT_ELEMENT, 'scripts', 'editor-data.ts')], 'Writing the data for editors')
  for (const name of PACKAGES) await compile(name)
}

async function compile(name: (typeof PACKAGES)[number]): Promise<void> {
  const output = inRoot('packages', name, OUTPUT[name])
  // A file that was removed or renamed must not be published once more.
  rmSync(output, { recursive: true, force: true })
  for (const project of globSync('tsconfig.build*.json', { cwd: inRoot('packages', name) }))
    await must([TSC, '-p', inRoot('packages', name, project)], `Compiling ${name}`)
  if (name === 'client') await must([inRoot('packages', name, 'scripts', 'build.ts')], 'Building the client')
  if (name === 'emulator') copyScripts()
  for (const file of readdirSync(output, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.d.ts')) nameBuiltFiles(join(output, file))
}

/** Scripts the emulator serves to browsers are read as files at run time. */
function copyScripts(): void {
  const [from, to] = ['src', OUTPUT.emulator].map((name) => inRoot('packages', 'emulator', name)) as [
    string,
    string,
  ]
  for (const file of globSync('**/*.js', { cwd: from })) cpSync(join(from, file), join(to, file))
}

/** TypeScript rewrites `./money.ts` to `./money.js` in code, and leaves declarations as they are. */
function nameBuiltFiles(file: string): void {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replaceAll(/((?:from|import\() ?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'))
}

/** @returns the tarballs, in the order of `PACKAGES` */
export async function packPackages(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const tarballs: string[] = []
  for (const name of PACKAGES) tarballs.push(await pack(name, folder))
  return tarballs
}

/** pnpm puts the published versions in place of `workspace:` and `catalog:`, and `publishConfig` over the rest. */
async function pack(name: string, folder: string): Promise<string> {
  const args = ['--yes', PNPM, 'pack', '--json', '--pack-destination', folder]
  const { code, output } = await run('npx', args, { cwd: inRoot('packages', name) })
  const file = /"filename": "([^"]+)"/.exec(output)?.[1]
  if (code !== 0 || !file) throw new Error(`${output.trimEnd()}\n\nPacking ${name} failed.`)
  return file
}

async function must(args: string[], what: string): Promise<void> {
  const { code, output } = await run(process.execPath, args, { cwd: inRoot() })
  if (code !== 0) throw new Error(`${output.trimEnd()}\n\n${what} failed.`)
}
