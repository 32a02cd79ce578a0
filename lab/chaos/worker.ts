/** One server process under test: started, watched, killed, stopped and continued like a real one. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { request } from 'undici'
import { BFF, COMPILE_CACHE } from '../../packages/bff/test/support/bundle.ts'
import { until } from './poll.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const PRELOAD = pathToFileURL(here('preload.ts')).href
const ENTRIES = { bff: [BFF, 'start'], naive: [here('naive.ts')] }

export type WorkerKind = keyof typeof ENTRIES

export type Worker = {
  pid: number
  port: number
  url: string
  /** Milliseconds from the start of the process to its first 200 on /readyz. */
  readyMs: number
  isAlive(): boolean
  /** Resolves when the process has ended, by itself or not. */
  exited: Promise<void>
  /** Everything it wrote. */
  output(): string
  signal(name: NodeJS.Signals): void
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>
  /** SIGTERM, and waits for the end. @returns the exit code, null when a signal ended it */
  stop(): Promise<number | null>
}

export type WorkerOptions = {
  kind?: WorkerKind
  port: number
  env: Record<string, string>
  /** Without what Node kept compiled from earlier starts: as on a machine that never ran it. */
  cold?: boolean
  /** How many files and sockets it may have open; the machine's own limit when left out. */
  openFiles?: number
  /** The one core it runs on; any when left out. */
  core?: number
  /** What answers 200 once it may be asked; /readyz when left out. */
  probe?: '/readyz' | '/healthz'
}

/**
 * Starts a process and waits until it is ready.
 * @throws Error with its output when it ends instead
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const startedAt = performance.now()
  const child = launch(options)
  const worker = describe(child, options.port)
  try {
    await until(`readiness of port ${options.port}`, () => probe(worker, options.probe), 60_000, 15)
  } catch (error) {
    await worker.kill()
    throw error
  }
  if (!worker.isAlive()) throw new Error(`the server did not start:\n${worker.output()}`)
  worker.readyMs = performance.now() - startedAt
  return worker
}

function launch({ kind = 'bff', port, env, cold, openFiles, core }: WorkerOptions): ChildProcess {
  const { PATH = '', HOME = '/' } = process.env
  const pinned = core === undefined ? [] : ['taskset', '-c', String(core)]
  // Like the shell below, taskset makes way for the process, so that a signal to the child reaches the right one.
  const command = [...pinned, process.execPath, '--import', PRELOAD, ...ENTRIES[kind]]
  const limited = openFiles
    ? ['/bin/sh', '-c', `ulimit -n ${openFiles}; exec "$0" "$@"`, ...command]
    : command
  return spawn(limited[0] ?? process.execPath, limited.slice(1), {
    env: { PATH, HOME, ...env, ...(cold ? {} : COMPILE_CACHE), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** @returns true when it is ready or when it has ended, which is no reason to wait longer */
async function probe(worker: Worker, path = '/readyz'): Promise<true | undefined> {
  if (!worker.isAlive()) return true
  const response = await request(`${worker.url}${path}`, { reset: true, headersTimeout: 2000 })
  await response.body.dump()
  return response.statusCode === 200 ? true : undefined
}

function describe(child: ChildProcess, port: number): Worker {
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-200_000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    child.kill('SIGCONT')
    child.kill(signal)
    await exited
  }
  return {
    // 0 only when the process could not be started, which shows at once: it is never ready.
    pid: child.pid ?? 0,
    port,
    url: `http://127.0.0.1:${port}`,
    readyMs: 0,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    exited,
    output: () => output,
    signal: (name) => void child.kill(name),
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM')
      return child.exitCode
    },
  }
}
