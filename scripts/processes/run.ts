/** Runs one command to its end and keeps what it printed. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'

export type RunOptions = {
  cwd: string
  env?: Record<string, string>
  show?: boolean
  /** Milliseconds after which it is stopped; for ever when left out. */
  limitMs?: number
}
export type RunResult = { code: number; output: string }

const running = new Set<ChildProcess>()

export function run(command: string, args: string[], options: RunOptions): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...colors(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const chunks: Buffer[] = []
  collect(child, chunks, options.show ?? false)
  const timer = options.limitMs && setTimeout(() => child.kill('SIGTERM'), options.limitMs)
  return new Promise((resolve) => {
    const end = (code: number, extra = '') => {
      if (timer) clearTimeout(timer)
      running.delete(child)
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + extra })
    }
    child.once('error', (error) => end(127, `${command}: ${error.message}\n`))
    child.once('close', (code) => end(code ?? 1))
  })
}

/** Our pipes are no terminals, so the tools must learn from us whether there is one. */
function colors(): Record<string, string> {
  return process.stdout.isTTY ? { FORCE_COLOR: '1' } : { FORCE_COLOR: '0' }
}

/** For a signal: what runs for us must not outlive us. */
export function stopRunning(): void {
  for (const child of running) child.kill('SIGTERM')
}

function collect(child: ChildProcess, chunks: Buffer[], show: boolean): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (show) process.stdout.write(chunk)
    })
  }
}
