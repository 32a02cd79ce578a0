/** An empty project of somebody else, with our packages installed from their tarballs. */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inRoot } from '../paths.ts'
import type { RunResult } from '../processes/run.ts'
import { run } from '../processes/run.ts'
import { buildPackages, PNPM, packPackages } from '../release/packages.ts'

export type Consumer = {
  folder: string
  tarballs: string[]
  /** Runs a file of the project with the Node of this repository. */
  node(...args: string[]): Promise<RunResult>
  remove(): void
}

const FILES = fileURLToPath(new URL('consumer', import.meta.url))

/** @throws Error with the output of what failed */
export async function installConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-consumer-'))
  await buildPackages()
  const tarballs = await packPackages(join(folder, 'packs'))
  cpSync(FILES, folder, { recursive: true })
  await install(folder, overrides(tarballs))
  return {
    folder,
    tarballs,
    node: (...words) => run(process.execPath, words, { cwd: folder }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Everything else is in pnpm's store since this repository was installed: no registry needs to answer. */
async function install(folder: string, settings: string): Promise<void> {
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings)
  const args = ['--yes', PNPM, 'install', '--ignore-scripts', '--prefer-offline', '--pm-on-fail=ignore']
  const { code, output } = await run('npx', args, { cwd: folder, env: { CI: 'true' } })
  if (code !== 0) throw new Error(`${output}\nInstalling the tarballs failed.`)
}

/**
 * Installs packages into a separate folder, as a shop with this version of Node would.
 *
 * @param files a folder that is copied there first
 * @returns the folder
 * @throws Error when a package is not for this version
 */
export async function installAlone(
  { folder, tarballs }: Pick<Consumer, 'folder' | 'tarballs'>,
  dependencies: Record<string, string>,
  nodeVersion: string,
  files?: string,
): Promise<string> {
  const alone = mkdtempSync(join(folder, 'alone-'))
  if (files) cpSync(files, alone, { recursive: true, filter: (file) => !file.includes('node_modules') })
  const manifest = { name: 'alone', private: true, type: 'module', dependencies }
  writeFileSync(join(alone, 'package.json'), JSON.stringify(manifest))
  await install(alone, `${overrides(tarballs)}engineStrict: true\nnodeVersion: ${nodeVersion}\n`)
  return alone
}

/** @returns the names of all packages that are installed in a folder */
export function installedIn(folder: string): string[] {
  const entries = readdirSync(join(folder, 'node_modules', '.pnpm'), { withFileTypes: true })
  const stored = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  return stored.map(({ name }) => nameOf(name)).sort()
}

/** `@stablelib+base64@1.0.1` and `@paykka-checkout+client@file+…` are names of folders in pnpm's store. */
const nameOf = (folder: string) => folder.replace(/(?<=.)@.*$/, '').replace('+', '/')

/** The packages name each other by version; here each name means its tarball. */
export function overrides(tarballs: string[]): string {
  const lines = tarballs.map((file) => {
    const name = basename(file).replace(/^paykka-checkout-(.+)-\d+\.\d+\.\d+.*\.tgz$/, '@paykka-checkout/$1')
    return `  '${name}': 'file:${file}'\n`
  })
  return `overrides:\n${lines.join('')}`
}

/** A program of this repository's own `node_modules`. */
export const tool = (...path: string[]) => inRoot('node_modules', ...path)
