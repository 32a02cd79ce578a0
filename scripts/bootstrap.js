/** First step of `npm start`, `npm test` and `npm run lab` on a bare machine. Plain JavaScript: it runs on whatever Node 20+ is there. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const isWindows = process.platform === 'win32'
const projectNode = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')
const stampFile = join(root, 'node_modules', '.cache', 'bootstrap', 'install.stamp')
const LEAST_NODE = 20
const TAIL_LINES = 30
const TASKS = ['start', 'test', 'gallery', 'pack', 'release', 'lab', 'figures']

/** What pnpm installs for a task, from the smallest set to the largest. Each set contains the ones before it. */
const SETS = {
  demo: [
    '--prod',
    '--filter=paykka-checkout',
    '--filter=@paykka-checkout/bff...',
    '--filter=@paykka-checkout/example-shop...',
  ],
  tests: [
    '--filter=!example-nextjs',
    '--filter=!@paykka-checkout/bench',
    '--filter=!@paykka-checkout/packages-test',
  ],
  everything: [],
}
const SET_NAMES = Object.keys(SETS)
/** Words of a command line that need another framework or another vendor's library. */
const NEED_EVERYTHING = ['--all', 'examples', 'packages', 'bench']

const [task, ...rest] = process.argv.slice(2)

try {
  checkNode()
  if (!TASKS.includes(task)) throw new Error(`Use: node scripts/bootstrap.js ${TASKS.join('|')}`)
  await installWhenNeeded()
  await handOver(task === 'lab' ? join(root, 'lab', 'main.ts') : join(root, 'scripts', `${task}.ts`), rest)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= LEAST_NODE) return
  throw new Error(
    `Node ${LEAST_NODE} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
  )
}

async function installWhenNeeded() {
  const pnpm = pinnedPnpm()
  const hash = manifestHash(pnpm)
  const installed = readStamp()
  const set = largerOf(setOf(task, rest), installed.set)
  if (isComplete() && installed.set === set && installed.hash === hash) return
  const started = Date.now()
  console.log('Installing packages (the first time takes a minute or two) …')
  rmSync(stampFile, { force: true })
  await install(pnpm, SETS[set])
  if (!existsSync(projectNode))
    throw new Error(`The install ended without the project's own Node at ${projectNode}.`)
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, `${set} ${hash}\n`)
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}

/** The smallest set that the command can run with. */
function setOf(name, words) {
  if (name === 'start') return 'demo'
  const needsAll = words.flatMap((word) => word.split(',')).some((word) => NEED_EVERYTHING.includes(word))
  return needsAll ? 'everything' : 'tests'
}

/** An install never removes packages that an earlier command needed. */
function largerOf(one, other) {
  return SET_NAMES.indexOf(one) > SET_NAMES.indexOf(other) ? one : other
}

/** Every set has the project's Node and the packages of `packages/`. */
function isComplete() {
  const folders = manifests().map((file) => dirname(file))
  const always = folders.filter((folder) => dirname(folder) === join(root, 'packages'))
  return existsSync(projectNode) && always.every((folder) => existsSync(join(folder, 'node_modules')))
}

/** The installed set and the hash of the manifests at that time. */
function readStamp() {
  if (!existsSync(stampFile)) return {}
  const [set, hash] = readFileSync(stampFile, 'utf8').trim().split(' ')
  return { set, hash }
}

/** The exact version the project is tested with, for example `pnpm@10.1.0`. */
function pinnedPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const name = /^pnpm@\d+\.\d+\.\d+/.exec(packageManager ?? '')?.[0]
  if (!name) throw new Error('package.json names no exact pnpm version in "packageManager".')
  return name
}

/** Changes whenever an install would do something: other dependencies, another lockfile, another machine. */
function manifestHash(pnpm) {
  const hash = createHash('sha256').update(`${pnpm} ${process.platform} ${process.arch}`)
  const files = [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]
  for (const file of files) hash.update(readFileSync(file))
  for (const file of manifests()) hash.update(dependenciesOf(file))
  return hash.digest('hex')
}

/** Only what an install looks at: a changed script or version is no reason to install again. */
function dependenciesOf(file) {
  const { name, dependencies, devDependencies, optionalDependencies, bin } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  return JSON.stringify({ name, dependencies, devDependencies, optionalDependencies, bin })
}

function manifests() {
  const groups = ['packages', 'examples'].map((folder) => join(root, folder))
  const nested = groups
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const folders = [root, ...nested, ...['e2e', 'lab', 'lab/bench'].map((name) => join(root, name))]
  return folders.map((folder) => join(folder, 'package.json')).filter((file) => existsSync(file))
}

/** pnpm talks a lot, and complains that it runs on another Node than the scripts will: shown only when it fails. */
function install(pnpm, filters) {
  // npx fetched the exact pinned version already; pnpm need not look for it once more in the registry.
  const args = [
    '--yes',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--pm-on-fail=ignore',
    '--reporter=append-only',
    ...filters,
  ]
  const child = spawn(isWindows ? 'npx.cmd' : 'npx', args, {
    cwd: root,
    // Without CI, pnpm would ask before it replaces a half-finished node_modules.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
  })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  return ended(child).then(({ code, signal }) => {
    if (code === 0) return
    const tail = Buffer.concat(output).toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
    throw new Error(`${tail}\n\nInstalling packages failed (${signal ?? `exit ${code}`}).`)
  })
}

/** From here on everything runs on the project's own Node, whatever the machine has. */
async function handOver(script, args) {
  const child = spawn(projectNode, [script, ...args], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  const { code } = await ended(child)
  process.exitCode = code ?? 1
}

/** A signal sent to npm ends npm and its shell but does not always reach us: then their end is the signal. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
}
