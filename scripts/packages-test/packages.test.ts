/** The packages as a shop gets them: packed, installed in an empty project, checked from the outside. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { CHECKOUT_ELEMENT } from '../paths.ts'
import { run } from '../processes/run.ts'
import type { Consumer } from './consumer.ts'
import { installConsumer, tool } from './consumer.ts'
import { startLikeTheImage } from './image.ts'

describe('the published packages', () => {
  let consumer: Consumer
  before(async () => {
    consumer = await installConsumer()
  })
  after(() => consumer?.remove())

  for (const index of [0, 1, 2, 3]) {
    it(`publint and arethetypeswrong find nothing in package ${index + 1} of 4`, async () => {
      const file = consumer.tarballs[index] ?? ''
      await succeeds(tool('publint', 'src', 'cli.js'), 'run', file, '--strict')
      const types = tool('@arethetypeswrong', 'cli', 'dist', 'index.js')
      // The one export without types is a script for pages, loaded by its address.
      const left = ['--exclude-entrypoints', './testing/wallets.js']
      await succeeds(types, file, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii', ...left)
    })

    it(`package ${index + 1} of 4 holds only what its users need`, async () => {
      const { output } = await run('tar', ['tzf', consumer.tarballs[index] ?? ''], { cwd: consumer.folder })
      const files = output.trim().split('\n')
      const allowed =
        /^package\/(package\.json|LICENSE|README\.md|dist\/.+\.(js|d\.ts|json|css|br|gz)|themes\/.+\.css)$/
      assert.deepEqual(
        files.filter((file) => !allowed.test(file)),
        [],
      )
      assert.ok(files.includes('package/README.md'), 'has a README')
      assert.deepEqual(
        files.filter((file) => /(^|\/)(test|scripts|gallery)\//.test(file)),
        [],
      )
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
    assert.equal(exit, 0, output)
    assert.equal(output.trim(), 'function undefined []')
  })

  it('a bundler that takes one class leaves the element out', async () => {
    const vite = join(CHECKOUT_ELEMENT, 'node_modules', 'vite', 'dist', 'node', 'index.js')
    const code = `const { build } = await import(${JSON.stringify(vite)})
      await build({ root: ${JSON.stringify(consumer.folder)}, configFile: false, logLevel: 'error',
        build: { lib: { entry: 'shaken.js', formats: ['es'], fileName: 'shaken' }, outDir: 'out' } })`
    const { code: exit, output } = await consumer.node('--input-type=module', '--eval', code)
    assert.equal(exit, 0, output)
    const bundle = readFileSync(join(consumer.folder, 'out', 'shaken.js'), 'utf8')
    assert.match(bundle, /rate_limited/)
    assert.doesNotMatch(bundle, /attachShadow|adoptedStyleSheets/)
    assert.ok(bundle.length < 8_000, `${bundle.length} characters`)
  })

  it('the command line starts', async () => {
    const { code, output } = await consumer.node(
      join('node_modules', '@paykka-checkout', 'bff', 'dist', 'cli', 'main.js'),
      '--help',
    )
    assert.equal(code, 0, output)
    assert.match(output, /emulator/)
  })

  it('what the container image holds starts without rights, answers its health check and ends on SIGTERM', () =>
    startLikeTheImage())

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await consumer.node(...args)
    assert.equal(code, 0, output)
  }
})
