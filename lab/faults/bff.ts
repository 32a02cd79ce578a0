/** One BFF as it is deployed: the built bundle, its log, and what `/readyz` says of it. */
import type { StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../../packages/bff/test/support/bundle.ts'
import { BFF_BUNDLE } from '../../scripts/paths.ts'
import { pause } from '../chaos/poll.ts'
import type { Light } from './fault.ts'
import type { Program } from './program.ts'
import { startNode } from './program.ts'

export type Bff = Program & {
  port: number
  url: string
  /** What the operator's monitor sees now. */
  look(): Promise<Seen>
}

export type Seen = { light: Light; detail: string }

export type Launch = {
  port: number
  env: Record<string, string>
  naive: boolean
  probe: string
  stdio?: StdioOptions | undefined
  uid?: number | undefined
}

const NAIVE = fileURLToPath(new URL('../chaos/naive.ts', import.meta.url))
const TIMEOUT_MS = 3000

export function launchBff({ port, env, naive, probe, ...rest }: Launch): Bff {
  const program = naive ? [NAIVE] : [BFF_BUNDLE, 'start']
  const started = startNode(program, { ...COMPILE_CACHE, ...env, PORT: String(port) }, rest)
  const url = `http://127.0.0.1:${port}`
  return { ...started, port, url, look: () => look(started, `${url}${probe}`) }
}

async function look(program: Program, address: string): Promise<Seen> {
  if (!program.isAlive()) return { light: 'off', detail: lastWords(program) }
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const { status = '', detail = '' } = (await response.json()) as { status?: string; detail?: string }
    if (!response.ok) return { light: 'red', detail }
    return { light: status === 'ok' ? 'green' : 'degraded', detail }
  } catch {
    return { light: 'red', detail: 'no answer' }
  }
}

const lastWords = ({ lines }: Program) => lines.findLast((line) => line.startsWith('paykka-bff:')) ?? 'ended'

/** @returns what was seen last, whether it was the light that was waited for or not */
export async function awaitLight(bff: Bff, lights: readonly Light[], timeoutMs: number): Promise<Seen> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const seen = await bff.look()
    if (lights.includes(seen.light) || Date.now() > deadline) return seen
    await pause(100)
  }
}
