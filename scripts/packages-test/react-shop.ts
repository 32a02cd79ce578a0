/** `examples/react-shop` as somebody's own project: the packed packages in an empty folder, on one version of Node. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { inRoot } from '../paths.ts'
import type { RunResult } from '../processes/run.ts'
import { run } from '../processes/run.ts'
import type { Consumer } from './consumer.ts'
import { installAlone } from './consumer.ts'

const EXAMPLE = inRoot('examples', 'react-shop')
const { resolve } = createRequire(import.meta.url)
const nodeOf = (name: string) => join(dirname(resolve(`${name}/package.json`)), 'bin', 'node')

type Versions = { node: string; version: string; react: string }

/** The versions of Node, each with a React to go with it. */
export const VERSIONS: Record<string, () => Versions> = {
  'Node 20 and React 18': () => ({ node: nodeOf('node-20'), version: '20.20.2', react: '18.3.1' }),
  'Node 22 and React 19': () => ({
    node: nodeOf('node-22'),
    version: '22.23.3',
    react: catalog().react ?? '',
  }),
  'Node 24 and React 19': () => ({
    node: process.execPath,
    version: process.versions.node,
    react: catalog().react ?? '',
  }),
}

export type Packed = Pick<Consumer, 'folder' | 'tarballs'>

/** @returns the project's folder */
export async function installReactShop(packed: Packed, { version, react }: Versions): Promise<string> {
  const { dependencies, devDependencies } = manifest()
  const wanted = Object.entries({ ...dependencies, ...devDependencies }).map(([name, range]) => [
    name,
    /^react(-dom)?$/.test(name) ? react : range.startsWith('workspace:') ? '*' : (catalog()[name] ?? range),
  ])
  const folder = await installAlone(packed, Object.fromEntries(wanted), version, EXAMPLE)
  writeFileSync(join(folder, 'here.config.js'), HERE)
  return folder
}

/** The project's own Playwright settings with the browser of this machine. */
const HERE = `import config from './playwright.config.js'
const launchOptions = { executablePath: process.env.CHROME_PATH, args: ['--no-sandbox'] }
export default { ...config, use: { ...config.use, launchOptions } }
`

/** Runs the project's own test, which starts its server. */
export async function runReactShop(
  folder: string,
  node: string,
  env: Record<string, string>,
): Promise<RunResult> {
  const runner = join('node_modules', '@playwright', 'test', 'cli.js')
  const path = `${dirname(node)}:${process.env.PATH}`
  return await run(node, [runner, 'test', '--config=here.config.js', '--reporter=list'], {
    cwd: folder,
    env: { ...env, PATH: path },
  })
}

/** The lines that the shop's developers wrote themselves, without empty ones. */
export function linesOfReactShop(): number {
  const files = ['server.js', 'main.jsx', 'index.html', 'pay.spec.js', 'playwright.config.js']
  const lines = files.flatMap((file) => readFileSync(join(EXAMPLE, file), 'utf8').split('\n'))
  return lines.filter((line) => line.trim() !== '').length
}

type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> }
const manifest = () => JSON.parse(readFileSync(join(EXAMPLE, 'package.json'), 'utf8')) as Manifest

function catalog(): Record<string, string> {
  const text = readFileSync(inRoot('pnpm-workspace.yaml'), 'utf8')
  return (parse(text) as { catalog: Record<string, string> }).catalog
}
