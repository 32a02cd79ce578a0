/** A built BFF in a separate process, with the profiler's code preloaded. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { BFF_BUNDLE } from '../../scripts/paths.ts'
import type { MockGateway } from '../bench/bff/mock-gateway.ts'
import { end, untilReady } from '../bench/bff/processes.ts'
import type { Keys } from '../bench/bff/settings.ts'
import { environment } from '../bench/bff/settings.ts'
import type { Ask, Report } from './messages.ts'

export type ProfiledBff = {
  url: string
  databasePath: string
  ask<T>(what: Ask): Promise<T>
  kill(): Promise<void>
}

const PRELOAD = fileURLToPath(new URL('preload.ts', import.meta.url))

/** @param counts counts instead of recording profiles, since counting takes time itself */
export async function withProfiledBff<T>(
  { keys, gateway, counts }: { keys: Keys; gateway: MockGateway; counts: boolean },
  work: (bff: ProfiledBff) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-profile-'))
  const databasePath = join(folder, 'paykka.db')
  const port = await getPort()
  const child = spawn(process.execPath, ['--import', PRELOAD, BFF_BUNDLE, 'start'], {
    env: {
      PATH: process.env.PATH ?? '',
      ...environment(keys, gateway, `sqlite:${databasePath}`, port),
      // As deployed: every answer and every change of a payment is logged.
      LOG_LEVEL: 'info',
      PROFILE_COUNTS: String(counts),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(child, `${url}/readyz`)
    return await work({ url, databasePath, ask: (what) => ask(child, what), kill: () => end(child) })
  } finally {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

function ask<T>(child: ChildProcess, what: Ask): Promise<T> {
  return new Promise((resolve, reject) => {
    const hear = (report: Report) => {
      if (report.ask !== what) return
      child.off('message', hear)
      if (report.error === undefined) resolve(report.value as T)
      else reject(new Error(report.error))
    }
    child.on('message', hear)
    child.once('close', () => reject(new Error(`The BFF ended before it answered: ${what}.`)))
    child.send(what, (error) => error && reject(error))
  })
}
