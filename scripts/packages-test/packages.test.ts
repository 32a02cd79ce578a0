/** The packages as a shop gets them: packed, installed in an empty project, checked from the outside. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHECKOUT_ELEMENT } from '../paths.ts'
import { run } from '../processes/run.ts'
import { PACKAGES } from '../release/packages.ts'
import type { Consumer } from './consumer.ts'
import { installConsumer, tool } from './consumer.ts'
import { firstDay } from './first-day.ts'
import { startLikeTheImage } from './image.ts'

describe('the published packages', () => {
  let consumer: Consumer
  beforeAll(async () => {
    consumer = await installConsumer()
  })
  afterAll(() => consumer?.remove())

  for (const [index, name] of PACKAGES.entries()) {
    it(`publint and arethetypeswrong find nothing in ${name}`, async () => {
      const file = consumer.tarballs[index] ?? ''
      await succeeds(tool('publint', 'src', 'cli.js'), 'run', file, '--strict')
      const types = tool('@arethetypeswrong', 'cli', 'dist', 'index.js')
      // The one export without types is a script for pages, loaded by its address.
      const left = ['--exclude-entrypoints', './testing/wallets.js']
      await succeeds(types, file, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii', ...left)
    })

    it(`${name} holds only what its users need`, async () => {
      const { output } = await run('tar', ['tzf', consumer.tarballs[index] ?? ''], { cwd: consumer.folder })
      const files = output.trim().split('\n')
      const allowed =
        /^package\/(package\.json|LICENSE|README\.md|dist\/.+\.(js|d\.ts|json|css|br|gz)|themes\/.+\.css)$/
      expect(files.filter((file) => !allowed.test(file))).toStrictEqual([])
      expect(files, 'has a README').toContain('package/README.md')
      expect(files.filter((file) => /(^|\/)(test|scripts|gallery)\//.test(file))).toStrictEqual([])
    })
  }

  for (const resolution of ['node16', 'bundler']) {
    it(`every export has its types with ${resolution} resolution`, async () => {
      const project = join(consumer.folder, `tsconfig.${resolution}.json`)
      await succeeds(tool('typescript', 'bin', 'tsc'), '-p', project)
    })
  }

  it('importing the element in Node registers no element and needs no browser', async () => {
    const code = `const before = new Set(Object.keys(globalThis))
      const { PaykkaCheckout } = await import('@paykka-checkout/element')
      const added = Object.keys(globalThis).filter((name) => !before.has(name))
      // Lit notes its versions and brings a small registry of its own to servers.
      console.log(typeof PaykkaCheckout, globalThis.customElements?.get('paykka-checkout'), added.filter((name) => !/^(lit|reactive)|^customElements$/.test(name)))`
    const { code: exit, output } = await consumer.node('--input-type=module', '--eval', code)
    expect(exit, output).toBe(0)
    expect(output.trim()).toBe('function undefined []')
  })

  it('a bundler that takes one class leaves the element out', async () => {
    const vite = join(CHECKOUT_ELEMENT, 'node_modules', 'vite', 'dist', 'node', 'index.js')
    const code = `const { build } = await import(${JSON.stringify(vite)})
      await build({ root: ${JSON.stringify(consumer.folder)}, configFile: false, logLevel: 'error',
        build: { lib: { entry: 'shaken.js', formats: ['es'], fileName: 'shaken' }, outDir: 'out' } })`
    const { code: exit, output } = await consumer.node('--input-type=module', '--eval', code)
    expect(exit, output).toBe(0)
    const bundle = readFileSync(join(consumer.folder, 'out', 'shaken.js'), 'utf8')
    expect(bundle).toMatch(/rate_limited/)
    expect(bundle).not.toMatch(/attachShadow|adoptedStyleSheets/)
    expect(bundle.length, `${bundle.length} characters`).toBeLessThan(8_000)
  })

  it('the command line starts', async () => {
    const { code, output } = await consumer.node(
      join('node_modules', '@paykka-checkout', 'bff', 'dist', 'cli', 'main.js'),
      '--help',
    )
    expect(code, output).toBe(0)
    expect(output).toMatch(/emulator/)
  })

  it('page-watch says which package it needs', async () => {
    const main = join('node_modules', '@paykka-checkout', 'bff', 'dist', 'cli', 'main.js')
    const args = ['page-watch', 'https://shop.example', '--baseline', 'page.json', '--chromium', '/bin/true']
    const { code, output } = await consumer.node(main, ...args)
    expect(code, output).toBe(1)
    expect(output).toContain('npm install puppeteer-core')
  })

  it('docs/guides/first-day.md works as it is written, from an empty folder to its tests', () =>
    firstDay(consumer.tarballs))

  it('what the container image holds starts without rights, answers its health check and ends on SIGTERM', () =>
    startLikeTheImage())

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await consumer.node(...args)
    expect(code, output).toBe(0)
  }
})
