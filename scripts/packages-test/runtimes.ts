/** The packed client in every runtime that npm has, each against a small BFF that is busy at first. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import getPort from 'get-port'
import { Webhook } from 'standardwebhooks'
import { build } from 'vite'
import { run } from '../processes/run.ts'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const { resolve } = createRequire(import.meta.url)
const nodeOf = (name: string) => join(dirname(resolve(`${name}/package.json`)), 'bin', 'node')

type Task = { url: string; body: string; headers: Record<string, string>; secret: string }
/** Does the task in a consumer's folder. */
type Runtime = (folder: string, task: Task) => Promise<unknown>

const node =
  (binary: string, file: string): Runtime =>
  async (folder, task) =>
    printed(await run(binary, [join('runtimes', file), JSON.stringify(task)], { cwd: folder }))

export const RUNTIMES: Record<string, Runtime> = {
  'Node 20': node(nodeOf('node-20'), 'module.mjs'),
  'Node 20 by require': node(nodeOf('node-20'), 'common.cjs'),
  'Node 22': node(nodeOf('node-22'), 'module.mjs'),
  'Node 22 by require': node(nodeOf('node-22'), 'common.cjs'),
  'Node 24': node(process.execPath, 'module.mjs'),
  'Node 24 by require': node(process.execPath, 'common.cjs'),
  Deno: async (folder, task) => {
    const args = ['run', '--quiet', '--allow-all', '--node-modules-dir=manual', 'runtimes/module.mjs']
    return printed(await run(deno(), [...args, JSON.stringify(task)], { cwd: folder }))
  },
  'a worker': async (folder, task) => {
    const code = await bundle(folder, 'worker.js')
    const worker = await startWorker(folder, code)
    try {
      const answer = await fetch(worker.url, { method: 'POST', body: JSON.stringify(task) })
      return await answer.json()
    } finally {
      worker.child.kill('SIGKILL')
    }
  },
}

function printed({ code, output }: { code: number; output: string }): unknown {
  if (code !== 0) throw new Error(output)
  return JSON.parse(output)
}

/** @returns what a runtime made of the task, and the idempotency keys of the requests that the BFF got */
export async function doTask(runtime: Runtime, folder: string): Promise<{ done: unknown; keys: unknown[] }> {
  const keys: unknown[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'])
    const { status, ...body } = answerTo(request, keys.length)
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' })
    response.end(JSON.stringify(status < 300 ? body : { ...body, status, requestId: 'req_1' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    return { done: await runtime(folder, { url, ...signedEvent() }), keys }
  } finally {
    server.close()
  }
}

function answerTo({ method }: IncomingMessage, count: number) {
  if (count === 1) return { status: 503, code: 'busy', title: 'Too busy.' }
  return method === 'POST'
    ? { status: 201, id: 'chk_1', clientSecret: 'cs_1' }
    : { status: 404, code: 'not_found', title: 'There is nothing here.' }
}

function signedEvent(): Omit<Task, 'url'> {
  const body = JSON.stringify({ id: 'evt_1', type: 'payment.succeeded', data: { orderReference: 'Müller' } })
  const now = new Date()
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(SECRET).sign('evt_1', now, body),
  }
  return { body, headers, secret: SECRET }
}

/** @returns a file of `runtimes/` with everything it imports, as a worker is deployed */
export async function bundle(folder: string, entry: string): Promise<string> {
  const [result] = [
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        minify: true,
        target: 'es2022',
        lib: { entry: join('runtimes', entry), formats: ['es'], fileName: 'worker' },
      },
    }),
  ].flat()
  if (!result || !('output' in result)) throw new TypeError('The build gave no files.')
  return result.output[0].code
}

export const gzipBytes = (code: string): number => gzipSync(code).length

/** An old date, for which workers refuse `cache` in a request. */
const CONFIG = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2024-01-01",
    )),
    (name = "internet", network = (allow = ["private", "public", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`

async function startWorker(folder: string, code: string): Promise<{ url: string; child: ChildProcess }> {
  const port = await getPort()
  writeFileSync(join(folder, 'worker.js'), code)
  writeFileSync(join(folder, 'worker.capnp'), CONFIG(port))
  const args = ['serve', 'worker.capnp', '--control-fd=1']
  const child = spawn(workerd(), args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  // The first line on the control descriptor says that it listens.
  await new Promise<void>((listening, failed) => {
    child.stdout.once('data', () => listening())
    child.once('exit', (exit) => failed(new Error(`workerd ended with ${exit}`)))
  })
  return { url: `http://127.0.0.1:${port}`, child }
}

/** Programs of this machine's kind, which npm installs beside their packages. */
function workerd(): string {
  const kind = `${process.platform}-${process.arch === 'x64' ? '64' : process.arch}`
  const from = createRequire(resolve('workerd/package.json'))
  return join(dirname(from.resolve(`@cloudflare/workerd-${kind}/package.json`)), 'bin', 'workerd')
}

function deno(): string {
  const kind = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`
  const from = createRequire(resolve('deno/package.json'))
  return join(dirname(from.resolve(`@deno/${kind}/package.json`)), 'deno')
}
