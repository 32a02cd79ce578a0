/** Executes docs/guides/first-day.md in an empty folder: its files, its commands and its tests, with the packed packages. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { expect } from 'vitest'
import { readDocument } from '../docs/documents.ts'
import { inRoot } from '../paths.ts'
import type { RunningServer } from '../processes/children.ts'
import { startServer } from '../processes/children.ts'
import type { RunResult } from '../processes/run.ts'
import { run } from '../processes/run.ts'
import { findChromium } from '../programs/chromium.ts'
import { PNPM } from '../release/packages.ts'
import { overrides } from './consumer.ts'

const PAGE = readFileSync(inRoot('docs', 'guides', 'first-day.md'), 'utf8')
/** The page's own browser comes from the registry; here the machine's is used. */
const SKIPPED = /^npx playwright install /

type Day = { folder: string; ports: { shop: number; bff: number; emulator: number }; out: string[] }

/** @throws AssertionError with the output of what failed */
export async function firstDay(tarballs: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-first-day-'))
  const ports = { shop: await getPort(), bff: await getPort(), emulator: await getPort() }
  const day: Day = { folder, ports, out: [] }
  const servers: RunningServer[] = []
  try {
    await install(day, tarballs)
    writeFiles(day)
    servers.push(await startDev(day))
    servers.push(await startShop(day))
    await runTests(day)
    await breakSomething(day)
    await judge(day)
  } finally {
    for (const server of servers.toReversed()) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every command of the page, in order. */
const commands = readDocument('first-day.md', PAGE)
  .blocks.filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))

/** `npm install` as it is written, from the tarballs. */
async function install({ folder }: Day, tarballs: string[]): Promise<void> {
  const wanted = commands.flatMap((line) => /^npm install (.+)$/.exec(line)?.[1]?.split(' ') ?? [])
  const names = wanted.filter((word) => !word.startsWith('--'))
  expect(names).toContain('@paykka-checkout/bff')
  const version = (name: string) => (name.startsWith('@paykka') ? '*' : pinned(name))
  const dependencies = Object.fromEntries(names.map((name) => [name, version(name)]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), overrides(tarballs))
  const args = ['--yes', PNPM, 'install', '--ignore-scripts', '--prefer-offline', '--pm-on-fail=ignore']
  const { code, output } = await run('npx', args, { cwd: folder, env: { CI: 'true' } })
  expect(code, output).toBe(0)
}

function pinned(name: string): string {
  const catalog = readFileSync(inRoot('pnpm-workspace.yaml'), 'utf8')
  return new RegExp(`"?${name}"?: (\\S+)`).exec(catalog)?.[1] ?? 'latest'
}

/** `server.js` and `pay.spec.js`, with free ports in place of the usual ones. */
function writeFiles(day: Day): void {
  const files = [...PAGE.matchAll(/`([\w.]+\.js)`:\n\n```js\n([\s\S]+?)```/g)]
  expect(files.map(([, name]) => name)).toStrictEqual(['server.js', 'pay.spec.js'])
  for (const [, name = '', text = ''] of files) writeFileSync(join(day.folder, name), withPorts(day, text))
}

const withPorts = ({ ports }: Day, text: string) => text.replaceAll('3000', String(ports.shop))

const bin = (day: Day) =>
  join(day.folder, 'node_modules', '@paykka-checkout', 'bff', 'dist', 'cli', 'main.js')

/** A command of the page that a server is. */
function longRunning(day: Day, name: string, pattern: RegExp, more: string[], readyUrl: string) {
  const [, words = ''] = commands.map((line) => pattern.exec(line)).find((found) => found !== null) ?? []
  expect(words, `${name} is on the page`).not.toBe('')
  const args = [...withPorts(day, words).split(' '), ...more]
  return { name, args, cwd: day.folder, env: {}, readyUrl, log: (line: string) => void day.out.push(line) }
}

async function startDev(day: Day): Promise<RunningServer> {
  const { bff, emulator } = day.ports
  const ports = ['--port', String(bff), '--emulator-port', String(emulator)]
  const spec = longRunning(day, 'dev', /^npx paykka-bff (dev .+)$/, ports, `http://localhost:${bff}/readyz`)
  const server = await startServer({ ...spec, args: [bin(day), ...spec.args] })
  await expect.poll(() => day.out.join('\n'), { timeout: 20_000 }).toContain('Ctrl-C stops both.')
  const lines = day.out.filter((line) => /^[A-Z_]+=/.test(line))
  expect(lines).toHaveLength(3)
  writeFileSync(join(day.folder, '.env'), `${lines.join('\n')}\n`)
  return server
}

const startShop = (day: Day) =>
  startServer(
    longRunning(
      day,
      'shop',
      /^node (--env-file=\.env server\.js)$/,
      [],
      `http://localhost:${day.ports.shop}/`,
    ),
  )

async function runTests(day: Day): Promise<void> {
  expect(commands).toContain('npx playwright test')
  const cli = join(day.folder, 'node_modules', '@playwright', 'test', 'cli.js')
  const env = { CHROME_PATH: await findChromium() }
  const tests = await run(process.execPath, [cli, 'test'], { cwd: day.folder, env })
  expect(tests.code, `${tests.output}\n${day.out.join('\n')}`).toBe(0)
  expect(tests.output).toContain('2 passed')
}

/** What the page runs after the first tests: scenarios, and the tests once more. */
async function breakSomething(day: Day): Promise<void> {
  const rest = commands.slice(commands.indexOf('npx playwright test') + 1)
  expect(rest.filter((line) => line === 'npx playwright test')).toHaveLength(1)
  for (const line of rest.filter((command) => !SKIPPED.test(command))) {
    if (line === 'npx playwright test') await runTests(day)
    else expect((await paykka(day, line)).code, line).toBe(0)
  }
}

function paykka(day: Day, line: string): Promise<RunResult> {
  const [, words = ''] = /^npx paykka-bff (.+)$/.exec(line) ?? []
  return run(process.execPath, [bin(day), ...words.split(' ')], { cwd: day.folder })
}

type Order = { charges: number; status: string }

/** Four payments, each charged once, and the shop received a signed event about each. */
async function judge({ ports, out }: Day): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${ports.emulator}/emulator/ledger`)
  const { orders } = (await answer.json()) as { orders: Order[] }
  const paid = orders.filter(({ status }) => status === 'SUCCESS')
  expect(paid.map(({ charges }) => charges)).toStrictEqual([1, 1, 1, 1])
  await expect
    .poll(() => out.filter((line) => line.startsWith('Ship order-')).length, { timeout: 20_000 })
    .toBe(4)
}
