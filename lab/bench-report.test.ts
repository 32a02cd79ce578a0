/** The BFF's section of the benchmarks, from findings. */
import { expect, it } from 'vitest'
import type { Latency } from './bench/bff/load.ts'
import type { ServerKind } from './bench/bff/processes.ts'
import type { Finding } from './bench/bff/purchases.ts'
import { bffSection } from './bench/bff/report.ts'

const MACHINE = { node: 'v24', cores: 2, load: 0.5 }
const SIZES = { rounds: 1, purchases: 100, seconds: 1 }

const latency = (rate: number, p50: number, failed = 0): Latency => ({
  rate,
  p50,
  p99: 2 * p50,
  p999: 3 * p50,
  sent: 10,
  failed,
  senderLateP99: 0,
})

function finding(server: ServerKind, p50: number, measured: Partial<Finding> = {}): Finding {
  const figures = { perSecond: 100, startMs: 1, restartMs: 1, rssMb: 1 }
  return { server, round: 1, latency: latency(60, p50), ...figures, ...measured }
}

it('compares all servers at the same rates', () => {
  const findings = [
    finding('bff', 9, {
      atRates: [latency(10, 9), latency(50, 8), latency(150, 7), latency(300, 40, 3)],
      loads: [0.5, 1.5],
    }),
    finding('floor', 6, { atRates: [latency(10, 6), latency(50, 5), latency(150, 4), latency(300, 8)] }),
  ]
  const page = bffSection({ machine: MACHINE, sizes: SIZES, findings })
  expect(page).toContain('| paykka-bff | 9 / 18 | 8 / 16 | 7 / 14 | 40 / 80 (3 failed) |')
  expect(page).toMatch(/ours \/ floor\*\* \| 1\.5 \/ 1\.5 \| 1\.6 \/ 1\.6 \| 1\.75 \/ 1\.75 \| 5 \/ 5 \|/)
  expect(page).toContain('bff 0.5 to 1.5')
})

it('leaves the rates out of a run from before they were measured', () => {
  const page = bffSection({
    machine: MACHINE,
    sizes: SIZES,
    findings: [finding('bff', 9), finding('floor', 6)],
  })
  expect(page).not.toContain('fixed rates')
})
