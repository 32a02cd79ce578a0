/** The packages as a shop gets them: packed, installed in an empty project, checked from the outside. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHECKOUT_ELEMENT } from '../paths.ts'
import { run } from '../processes/run.ts'
import { PACKAGES } from '../release/packages.ts'
import type { Consumer } from './consumer.ts'
import { installAlone, installConsumer, installedIn, tool } from './consumer.ts'
import { firstDay } from './first-day.ts'
import { startLikeTheImage } from './image.ts'
import { tagsOfNextPage } from './next.ts'
import { bundle, doTask, gzipBytes, RUNTIMES } from './runtimes.ts'

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
      const profile = name === 'client' ? 'node16' : 'esm-only'
      await succeeds(types, file, '--profile', profile, '--no-emoji', '--format', 'ascii', ...left)
    })

    it(`${name} holds only what its users need`, async () => {
      const { output } = await run('tar', ['tzf', consumer.tarballs[index] ?? ''], { cwd: consumer.folder })
      const files = output.trim().split('\n')
      const allowed =
        /^package\/(package\.json|LICENSE|NOTICE\.md|README\.md|dist\/.+\.(js|d\.ts|json|css|br|gz)|themes\/.+\.css|types\/.+\.(d\.ts|js))$/
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

  for (const framework of ['react-19', 'react-18', 'tag-react', 'tag-preact', 'tag-solid'])
    it(`components and tags have their types in ${framework}`, async () => {
      const project = join(consumer.folder, 'frameworks', `tsconfig.${framework}.json`)
      await succeeds(tool('typescript', 'bin', 'tsc'), '-p', project)
    })

  it('tags have their types in a template of Vue', async () => {
    const compiler = join(consumer.folder, 'node_modules', 'vue-tsc', 'bin', 'vue-tsc.js')
    await succeeds(compiler, '-p', join(consumer.folder, 'frameworks', 'tsconfig.vue.json'))
  })

  it('the React components work in server and client components of Next.js', async () => {
    expect(await tagsOfNextPage(consumer)).toStrictEqual([
      '<paykka-checkout bff-url="https://pay.shop.example" client-secret="cs_1" theme="dark">',
      '<paykka-checkout bff-url="https://pay.shop.example" client-secret="cs_2">',
      '<paykka-saved-cards bff-url="https://pay.shop.example">',
    ])
  })

  for (const [name, runtime] of Object.entries(RUNTIMES))
    it(`the client works in ${name}: it waits, repeats with one key, names errors, and checks events`, async () => {
      const { done, keys } = await doTask(runtime, consumer.folder)
      const refused = expect.stringMatching(/^not_found: There is nothing here\. Check the id/)
      expect(done).toStrictEqual({ clientSecret: 'cs_1', refused, event: 'payment.succeeded' })
      expect(keys).toStrictEqual([expect.stringMatching(/^[\w-]{36}$/), keys[0], undefined])
    })

  it('the client is small: 20 kB of code, 12 kB gzip in a worker, and only what is used', async () => {
    const { output } = await run('tar', ['tzvf', consumer.tarballs[PACKAGES.indexOf('client')] ?? ''], {
      cwd: consumer.folder,
    })
    const sizes = [...output.matchAll(/ (\d+) \S+ \S+ \S+\.js$/gm)].map(([, bytes]) => Number(bytes))
    expect(sizes.length).toBeGreaterThan(1)
    expect(sizes.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(20_000)
    const [whole, part] = [
      await bundle(consumer.folder, 'worker.js'),
      await bundle(consumer.folder, 'create-only.js'),
    ]
    expect(gzipBytes(whole)).toBeLessThanOrEqual(12_000)
    expect(gzipBytes(part)).toBeLessThan(gzipBytes(whole))
    expect(part).not.toContain('webhook-signature')
  })

  it('the client installs four packages, all of them for Node 20', async () => {
    const alone = await installAlone(consumer, { '@paykka-checkout/client': '*' }, '20.0.0')
    expect(installedIn(alone)).toStrictEqual([
      '@paykka-checkout/client',
      '@stablelib/base64',
      'fast-sha256',
      'standardwebhooks',
    ])
    await expect(installAlone(consumer, { '@paykka-checkout/bff': '*' }, '20.0.0')).rejects.toThrow(/engine/i)
  })

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
