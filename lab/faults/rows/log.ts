/** Nobody takes the log any more. A payment server goes on. */
import { openSync } from 'node:fs'
import type { Fault } from '../fault.ts'
import type { Lab } from '../lab.ts'
import { restart } from './paykka.ts'

const lost = (reason: string) =>
  new RegExp(`^paykka-bff: log lines cannot be written \\(${reason}\\) and are lost\\. .* Repair`)

const INFO = { env: { LOG_LEVEL: 'info' } }

async function busy(lab: Lab, requests: number): Promise<void> {
  const hello = () => fetch(`${lab.bff().url}/healthz`).then((response) => response.arrayBuffer())
  for (let sent = 0; sent < requests; sent += 50) await Promise.all(Array.from({ length: 50 }, hello))
}

export const LOG_FAULTS: Fault[] = [
  {
    id: 'log-reader-dead',
    kind: 'log',
    title: "the log's reader ends",
    world: INFO,
    strike: async (lab) => {
      lab.bff().child.stdout?.destroy()
      await lab.buy()
    },
    says: lost('EPIPE'),
    light: 'green',
    lift: restart,
    recovery: 'repair the reader, restart; payments continued',
  },
  {
    id: 'log-disk-full',
    kind: 'log',
    title: "the log's disk is full",
    short: true,
    world: { ...INFO, cold: true },
    strike: async (lab) => {
      await lab.start({ stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] })
      await lab.buy()
    },
    says: lost('ENOSPC'),
    light: 'green',
    lift: restart,
    recovery: 'make space; by itself then',
  },
  {
    id: 'log-reader-stalled',
    kind: 'log',
    title: "the log's reader blocks",
    world: INFO,
    strike: async (lab) => {
      lab.bff().child.stdout?.pause()
      await busy(lab, 6000)
      await lab.buy()
    },
    says: lost('its reader is stalled'),
    light: 'green',
    lift: async (lab) => lab.bff().child.stdout?.resume(),
    recovery: 'by itself once the reader goes on',
  },
  {
    id: 'log-all-dead',
    kind: 'log',
    title: 'the readers of both standard output and standard error end',
    world: INFO,
    strike: async (lab) => {
      lab.bff().child.stdout?.destroy()
      lab.bff().child.stderr?.destroy()
      await lab.buy()
    },
    says: { nothing: 'nobody could read it; `paykka_log_lines_lost` counts' },
    light: 'green',
    lift: async (lab) => {
      await countsLostLines(lab)
      await restart(lab)
    },
    recovery: 'repair the readers, restart; payments continued',
  },
]

/** @throws Error when the metric does not say so */
async function countsLostLines(lab: Lab): Promise<void> {
  const headers = { authorization: 'Bearer token-of-the-laboratory-for-metrics' }
  const text = await (await fetch(`${lab.bff().url}/metrics`, { headers })).text()
  if (!/^paykka_log_lines_lost [1-9]/m.test(text)) throw new Error('paykka_log_lines_lost does not count')
}
