/** One process of the laboratory: started, listened to, and ended for sure. */
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn } from 'node:child_process'

export type Program = {
  pid: number
  child: ChildProcess
  /** Everything it wrote, line by line, whichever output it was. */
  lines: string[]
  isAlive(): boolean
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code when it has ended; null when a signal ended it. */
  ended: Promise<number | null>
  kill(): Promise<void>
}

type ProgramOptions = {
  command: string
  args: readonly string[]
  env: Record<string, string>
  stdio?: StdioOptions | undefined
  uid?: number | undefined
}

const GUARD = new URL('../../scripts/processes/orphan-guard.ts', import.meta.url).href

/** A Node program, which ends when the laboratory is gone. */
export function startNode(
  args: readonly string[],
  env: Record<string, string>,
  rest: Partial<ProgramOptions> = {},
): Program {
  return startProgram({ command: process.execPath, args: ['--import', GUARD, ...args], env, ...rest })
}

export function startProgram({ command, args, env, stdio, uid }: ProgramOptions): Program {
  const { PATH = '', HOME = '/' } = process.env
  const child = spawn(command, args, {
    env: { PATH, HOME, ...env },
    stdio: stdio ?? ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts.filter(Boolean))
    })
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code) => setImmediate(() => resolve(code)))
  })
  const isAlive = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined
  return {
    pid: child.pid ?? 0,
    child,
    lines,
    isAlive,
    ended,
    signal: (name) => void child.kill(name),
    kill: async () => {
      if (isAlive()) child.kill('SIGKILL')
      await ended
    },
  }
}
