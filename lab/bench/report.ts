/** What a run found: the table a person reads, and the limits it is held against. */
import type { Bytes, LayoutShift, LoadTimes } from './findings.ts'
import { median, quantile, round } from './statistics.ts'

export type Findings = {
  /** Until the field exists. */
  loads: { cpu: LoadTimes; network: LoadTimes }
  /** Until it is painted, of the forms in a frame. */
  painted: { cpu: LoadTimes; network: LoadTimes }
  /** Ours until the whole form is complete. */
  whole: { cpu: number[]; network: number[] }
  keystrokes: { ours: number[]; floor: number[] }
  shift: LayoutShift
  bytes: Record<string, Bytes>
}

/** The element's issue sets these. Ratios, because absolute times are noise on shared machines. */
const LIMITS = { cpu: 0.5, network: 0.7, keystrokeMs: 8, cls: 0 } as const

const OURS = 'paykka-checkout'
const THEIRS = '@adyen/adyen-web card'
const FLOOR = 'bare Lit form'
const FRAMED_FLOOR = 'bare Lit form in a frame'

type Found = ReturnType<typeof reportOf>
/** What runs of earlier measures lack. */
type New = 'wholeMs' | 'paintedMs' | 'paintedRatio'
export type Report = Omit<Found, New> & Partial<Pick<Found, New>>

export function reportOf({ loads, painted, whole, keystrokes, shift, bytes }: Findings) {
  return {
    loadMs: { cpu: mediansOf(loads.cpu), network: mediansOf(loads.network) },
    paintedMs: { cpu: mediansOf(painted.cpu), network: mediansOf(painted.network) },
    wholeMs: { cpu: round(median(whole.cpu)), network: round(median(whole.network)) },
    ratio: { cpu: ratio(loads.cpu, OURS), network: ratio(loads.network, OURS) },
    paintedRatio: {
      cpu: round(median(painted.cpu[OURS] ?? []) / median(loads.cpu[THEIRS] ?? []), 3),
      network: round(median(painted.network[OURS] ?? []) / median(loads.network[THEIRS] ?? []), 3),
    },
    floor: { cpu: ratio(loads.cpu, FLOOR), network: ratio(loads.network, FLOOR) },
    framedFloor: { cpu: ratio(loads.cpu, FRAMED_FLOOR), network: ratio(loads.network, FRAMED_FLOOR) },
    keystrokeMs: keystrokesOf(keystrokes.ours),
    floorKeystrokeMs: keystrokesOf(keystrokes.floor),
    shift: { cls: round(shift.cls, 4), all: round(shift.all, 4) },
    bytes,
  }
}

const keystrokesOf = (times: readonly number[]) => ({
  count: times.length,
  p50: round(quantile(times, 0.5), 2),
  p99: round(quantile(times, 0.99), 2),
})

/** Every limit that does not hold, in words. */
export function broken(report: Report): string[] {
  const { ratio, framedFloor, keystrokeMs, floorKeystrokeMs, shift } = report
  const { cpu, network } = ratio
  const rules: [boolean, string][] = [
    [
      cpu <= LIMITS.cpu,
      `ratio at 4× CPU slowdown is ${cpu}, not ≤ ${LIMITS.cpu} (a bare form in a frame: ${framedFloor.cpu})`,
    ],
    [
      network <= LIMITS.network,
      `ratio on the slow network is ${network}, not ≤ ${LIMITS.network} (a bare form in a frame: ${framedFloor.network})`,
    ],
    [
      keystrokeMs.p99 <= LIMITS.keystrokeMs,
      `keystroke p99 is ${keystrokeMs.p99} ms, not ≤ ${LIMITS.keystrokeMs} (a bare form: ${floorKeystrokeMs.p99})`,
    ],
    [shift.cls <= LIMITS.cls, `CLS is ${shift.cls}, not ${LIMITS.cls}`],
  ]
  return rules.flatMap(([holds, text]) => (holds ? [] : [text]))
}

export function tableOf(report: Report): string {
  const { loadMs, paintedMs, wholeMs, ratio: ratios, paintedRatio, floor, framedFloor } = report
  const { keystrokeMs, floorKeystrokeMs, shift, bytes } = report
  const row = (name: string, cpu: unknown, network: unknown) =>
    `${name.padEnd(56)}${String(cpu).padStart(12)}${String(network).padStart(14)}`
  const time = (name: string) => row(`${name}, ms (median)`, loadMs.cpu[name], loadMs.network[name])
  // A run from before this was measured has none.
  const painted = (name: string) =>
    row(`${name}, ms (median)`, paintedMs?.cpu[name] ?? '-', paintedMs?.network[name] ?? '-')
  return [
    row('Navigation until the card number field is drawn', '4× CPU', 'slow network'),
    ...Object.keys(loadMs.cpu).map(time),
    row(`ours / theirs (limits ${LIMITS.cpu}, ${LIMITS.network})`, ratios.cpu, ratios.network),
    row('floor / theirs', floor.cpu, floor.network),
    row('floor in a frame / theirs', framedFloor.cpu, framedFloor.network),
    '',
    'Navigation until it is painted',
    ...[OURS, FRAMED_FLOOR].map(painted),
    row('ours painted / theirs standing', paintedRatio?.cpu ?? '-', paintedRatio?.network ?? '-'),
    row(`${OURS} until its pay button answers, ms (median)`, wholeMs?.cpu ?? '-', wholeMs?.network ?? '-'),
    '',
    row('Work of a keystroke at 4× CPU, ms', 'p50', 'p99'),
    row(
      `${OURS} (${keystrokeMs.count} keys, limit p99 ${LIMITS.keystrokeMs})`,
      keystrokeMs.p50,
      keystrokeMs.p99,
    ),
    row(FLOOR, floorKeystrokeMs.p50, floorKeystrokeMs.p99),
    row(
      'ours beyond the bare form',
      round(keystrokeMs.p50 - floorKeystrokeMs.p50, 2),
      round(keystrokeMs.p99 - floorKeystrokeMs.p99, 2),
    ),
    '',
    `Layout shift over load, decline and success: CLS ${shift.cls}, with what follows an input ${shift.all}`,
    '',
    `${'Bytes until the pay button answers'.padEnd(56)}${['files', 'min', 'gzip', 'brotli'].map((word) => word.padStart(10)).join('')}`,
    ...Object.entries(bytes).map(
      ([name, { files, min, gzip, brotli }]) =>
        name.padEnd(56) + [files, min, gzip, brotli].map((size) => String(size).padStart(10)).join(''),
    ),
  ].join('\n')
}

const mediansOf = (times: LoadTimes): Record<string, number> =>
  Object.fromEntries(Object.entries(times).map(([name, list]) => [name, round(median(list))]))

/** Of medians, against the others' card component. */
const ratio = (times: LoadTimes, name: string): number =>
  round(median(times[name] ?? []) / median(times[THEIRS] ?? []), 3)

export const NAMES = { ours: OURS, theirs: THEIRS, floor: FLOOR, framedFloor: FRAMED_FLOOR }
