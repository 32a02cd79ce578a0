/** A page of Next.js that uses the React components in server and client components, with the packed packages and no settings. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'
import type { Consumer } from './consumer.ts'
import { installAlone } from './consumer.ts'

const FILES = fileURLToPath(new URL('next', import.meta.url))

/** @returns the tags of the element in the page that Next.js wrote; throws with the output of a failed build */
export async function tagsOfNextPage(consumer: Consumer): Promise<string[]> {
  const text = readFileSync(inRoot('pnpm-workspace.yaml'), 'utf8')
  const { catalog } = parse(text) as { catalog: Record<string, string> }
  const versions = ['next', 'react', 'react-dom'].map((name) => [name, catalog[name] ?? ''])
  const wanted = { '@paykka-checkout/element': '*', ...Object.fromEntries(versions) }
  const folder = await installAlone(consumer, wanted, process.versions.node, FILES)
  const next = join('node_modules', 'next', 'dist', 'bin', 'next')
  const env = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const { code, output } = await run(process.execPath, [next, 'build'], { cwd: folder, env })
  if (code !== 0) throw new Error(output)
  const page = readFileSync(join(folder, '.next', 'server', 'app', 'index.html'), 'utf8')
  return [...page.matchAll(/<paykka[^>]*>/g)].map(([tag]) => tag)
}
