/** Type-checks the documents' code: every block becomes a module of one project that sees the packages' sources. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'
import type { Block } from './documents.ts'

const ELEMENT = inRoot('packages', 'checkout-element', 'src')
const BFF = inRoot('packages', 'bff')
const EMULATOR = inRoot('packages', 'emulator', 'src')

const REACT = inRoot('packages', 'checkout-element', 'node_modules', '@types', 'react')

/** Written as a shop writes them; here they are this repository's sources. */
const PATHS = {
  '@paykka-checkout/element': [join(ELEMENT, 'index.ts')],
  '@paykka-checkout/element/testing': [join(ELEMENT, 'testing', 'checkout-page.ts')],
  '@paykka-checkout/element/testing/cypress': [join(ELEMENT, 'testing', 'cypress.ts')],
  '@paykka-checkout/element/testing/webdriverio': [join(ELEMENT, 'testing', 'webdriverio.ts')],
  '@paykka-checkout/element/testing/wallets': [join(ELEMENT, 'testing', 'wallets', 'index.ts')],
  '@paykka-checkout/element/react': [join(ELEMENT, 'react', 'index.ts')],
  '@paykka-checkout/element/*': [join(ELEMENT, '*.ts')],
  '@paykka-checkout/bff': [join(BFF, 'src', 'index.ts')],
  '@paykka-checkout/bff/client': [join(BFF, 'src', 'client.ts')],
  '@paykka-checkout/bff/emulator': [join(BFF, 'src', 'emulator.ts')],
  '@paykka-checkout/client': [inRoot('packages', 'client', 'src', 'index.ts')],
  '@paykka-checkout/emulator': [join(EMULATOR, 'index.ts')],
  '@paykka-checkout/shared-types': [inRoot('packages', 'shared-types', 'src', 'index.ts')],
  '@playwright/test': [inRoot('e2e', 'node_modules', '@playwright', 'test')],
  fastify: [join(BFF, 'node_modules', 'fastify')],
  react: [REACT],
  'react/*': [join(REACT, '*')],
  standardwebhooks: [join(BFF, 'node_modules', 'standardwebhooks')],
  vitest: [join(BFF, 'node_modules', 'vitest')],
}

/** Pages load the element from their BFF; it is the same module. */
const SERVED = /(['"])https:\/\/pay\.shop\.example\/element\/v1\/([\w-]+)\.js\1/g

/** @returns the compiler's complaints, each with the document and line its block begins on; empty when there are none */
export async function typeCheck(blocks: readonly Block[]): Promise<string[]> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'snippets-'))
  try {
    const names = new Map(blocks.map((block, index) => [`s${index}`, writeModule(folder, block, index)]))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project()))
    const typescript = inRoot('node_modules', 'typescript', 'bin', 'tsc')
    const args = [typescript, '-p', folder, '--pretty', 'false']
    const { output } = await run(process.execPath, args, { cwd: folder })
    return output.split('\n').flatMap((line) => complaintOf(line, names))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeModule(folder: string, block: Block, index: number): Block {
  const text = block.text.replaceAll(SERVED, '$1@paykka-checkout/element/$2$1')
  // Without an import or an export the block would share its names with every other.
  writeFileSync(join(folder, `s${index}.${block.language}`), `${text}\nexport {}\n`)
  return block
}

const MAY_BE_NULL = /^TS(2531|18047)$/

/**
 * The sources are checked by their own projects, each under its own settings: only the blocks count here. A page's
 * script finds its element, or its author sees at once that it did not.
 */
function complaintOf(line: string, names: Map<string, Block>): string[] {
  const [, name = '', at, code = '', text] =
    /^(s\d+)\.[jt]sx?\((\d+),\d+\): error (TS\d+): (.*)/.exec(line) ?? []
  const block = names.get(name)
  if (!block || (block.language === 'js' && MAY_BE_NULL.test(code))) return []
  return [`${block.file}:${Number(at) + block.line} ${code} ${text}`]
}

function project() {
  return {
    extends: inRoot('tsconfig.base.json'),
    compilerOptions: {
      module: 'Preserve',
      moduleResolution: 'Bundler',
      jsx: 'react-jsx',
      lib: ['ES2024', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      typeRoots: [inRoot('node_modules', '@types')],
      experimentalDecorators: true,
      useDefineForClassFields: false,
      allowJs: true,
      checkJs: true,
      noUnusedLocals: false,
      noImplicitAny: true,
      paths: PATHS,
    },
    include: ['*', inRoot('scripts', 'docs', 'reader.d.ts')],
  }
}
