/** Server processes under measurement, each on one core where the machine has two. */
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BFF_BUNDLE, inRoot } from '../../../scripts/paths.ts'

export type ServerKind = 'bff' | 'floor' | 'ceiling' | 'express' | 'stripe' | 'adyen'

export type Process = {
  url: string
  /** Milliseconds from the start of the process until it was ready. */
  readyMs: number
  rssMb(): number
  kill(): Promise<void>
}

const PLAIN = fileURLToPath(new URL('plain-servers.ts', import.meta.url))
/** The core that servers under measurement run on. */
export const SERVER_CORE = 1
/** How the image starts Node, which is how the BFF is measured. */
let deployed: ReturnType<typeof deployment> | undefined
const READY_WITHIN_MS = 20_000
/** With less than two cores there is nothing to keep apart. */
const CAN_PIN = process.platform === 'linux' && availableParallelism() > 1

function deployment() {
  const dockerfile = readFileSync(inRoot('deploy', 'Dockerfile'), 'utf8')
  const [, arenas = ''] = / MALLOC_ARENA_MAX=(\d+)/.exec(dockerfile) ?? []
  const [, command = '[]'] = /^CMD (\["node".+\])$/m.exec(dockerfile) ?? []
  const flags = (JSON.parse(command) as string[]).filter((word) => word.startsWith('--'))
  return { flags, env: { MALLOC_ARENA_MAX: arenas, NODE_COMPILE_CACHE: compileAhead(flags) } }
}

/** As the image does when it is built. @returns the folder, which goes with this process */
function compileAhead(flags: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-compiled-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  spawnSync(process.execPath, [...flags, BFF_BUNDLE, 'start'], { env: { NODE_COMPILE_CACHE: folder } })
  return folder
}

/** Moves this process to the core that the servers leave free. */
export function leaveServerCore(): void {
  if (CAN_PIN) execFileSync('taskset', ['-acp', '0', String(process.pid)])
}

/**
 * @param pinned keeps it on the core of servers, where there is one
 * @throws Error with its output when it ends instead of becoming ready
 */
export async function startProcess(
  kind: ServerKind,
  env: Record<string, string>,
  pinned = CAN_PIN,
): Promise<Process> {
  deployed ??= deployment()
  const script = kind === 'bff' ? [...deployed.flags, BFF_BUNDLE, 'start'] : [PLAIN, kind]
  const [command = '', ...args] = pinned
    ? ['taskset', '-c', String(SERVER_CORE), process.execPath, ...script]
    : [process.execPath, ...script]
  const startedAt = performance.now()
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', ...(kind === 'bff' ? deployed.env : {}), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const url = `http://127.0.0.1:${env.PORT}`
  await untilReady(child, `${url}/readyz`)
  return {
    url,
    readyMs: performance.now() - startedAt,
    rssMb: () => Math.round(residentKb(child.pid ?? 0) / 1024),
    kill: () => end(child),
  }
}

export async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-4000)
  })
  const giveUpAt = performance.now() + READY_WITHIN_MS
  while (performance.now() < giveUpAt && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await end(child)
  throw new Error(`The server did not become ready:\n${output}`)
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
}

/** @returns the memory it holds, in KiB */
export function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
