/** An empty project of somebody else, with our packages installed from their tarballs. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), overrides(tarballs))
  // Everything else is in pnpm's store since this repository was installed: no registry needs to answer.
  const args = ['--yes', PNPM, 'install', '--ignore-scripts', '--prefer-offline', '--pm-on-fail=ignore']
  const { code, output } = await run('npx', args, { cwd: folder, env: { CI: 'true' } })
  if (code !== 0) throw new Error(`${output}\nInstalling the tarballs failed.`)
  return {
    folder,
    tarballs,
    node: (...words) => run(process.execPath, words, { cwd: folder }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

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
