/** Starts one server as a child process, waits until it answers, and stops it for sure. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'

export type ServerSpec = {
  name: string
  /** Another program than this Node. */
  command?: string
  args: string[]
  cwd: string
  env: Record<string, string>
  readyUrl: string
  log: (line: string) => void
  /** Gives up waiting. */
  signal?: AbortSignal | undefined
}

export type RunningServer = { name: string; stop(): Promise<void>; died: Promise<string> }

const READY_WITHIN_MS = 20_000
const STOP_WITHIN_MS = 5_000
const POLL_MS = 100
const ORPHAN_GUARD = new URL('orphan-guard.ts', import.meta.url).href

export async function startServer(spec: ServerSpec): Promise<RunningServer> {
  // In a separate process group, so that Ctrl-C reaches only us and we stop the servers in order.
  const { command = process.execPath } = spec
  const guard = spec.command ? [] : ['--import', ORPHAN_GUARD]
  const child = spawn(command, [...guard, ...spec.args], {
    cwd: spec.cwd,
    env: { ...inheritedEnv(), ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const lines = followOutput(child, spec)
  const died = watchDeath(child, spec.name, lines)
  const server = { name: spec.name, died, stop: () => stop(child) }
  try {
    await waitUntilReady(spec, died)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Settings of the developer's own shell must not leak into the demo: only what a process needs to run. */
function inheritedEnv(): Record<string, string> {
  const wanted =
    /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|NODE_OPTIONS|NODE_EXTRA_CA_CERTS)$/i
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      wanted.test(name) && value ? [[name, value]] : [],
    ),
  )
}

const KEPT_LINES = 20

function followOutput(child: ChildProcess, spec: ServerSpec): string[] {
  const kept: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) {
        kept.push(line)
        if (kept.length > KEPT_LINES) kept.shift()
        spec.log(line)
      }
    })
  }
  return kept
}

function watchDeath(child: ChildProcess, name: string, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`The ${name} could not be started: ${error.message}`))
    child.once('close', (code, signal) => {
      const last = lines.findLast((line) => !line.startsWith('{'))
      resolve(`The ${name} has stopped (${signal ?? `exit ${code}`})${last ? `: ${last}` : '.'}`)
    })
  })
}

async function waitUntilReady({ name, readyUrl, signal }: ServerSpec, died: Promise<string>): Promise<void> {
  let death: string | undefined
  died.then((reason) => {
    death = reason
  })
  let reason: string | undefined
  const end = Date.now() + READY_WITHIN_MS
  while (Date.now() < end) {
    reason = await findReason(readyUrl)
    if (!reason) return
    await pause(POLL_MS)
    if (death) throw new Error(death)
    if (signal?.aborted) throw new Error('Stopped while starting.')
  }
  throw new Error(
    `The ${name} did not become ready within ${READY_WITHIN_MS / 1000} s: ${readyUrl} ${reason}.`,
  )
}

/** Why the address does not answer as it should, or nothing when it does. */
async function findReason(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.ok ? undefined : `answers ${response.status}`
  } catch (error) {
    const { cause, message } = error as Error
    return `gives no answer (${cause instanceof Error ? cause.message : message})`
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await closed
  clearTimeout(timer)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
