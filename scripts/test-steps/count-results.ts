/** Reads how many tests passed and failed out of what each runner reports. */

export type Count = { passed: number; failed: number }

/** Vitest's JSON reporter. A file that did not load counts as a failure although it holds no test. */
export function countVitest(json: string): Count | undefined {
  const report = parse(json)
  if (!report) return undefined
  const passed = numberAt(report, 'numPassedTests')
  const broken = report.success === false ? 1 : 0
  return { passed, failed: Math.max(numberAt(report, 'numFailedTests'), broken) }
}

/** Playwright's JSON reporter: `unexpected` failed, `flaky` passed only on a second try. */
export function countPlaywright(json: string): Count | undefined {
  const report = parse(json)
  const stats = report?.stats
  if (!isRecord(stats)) return undefined
  const errors = Array.isArray(report?.errors) ? report.errors.length : 0
  const failed = numberAt(stats, 'unexpected') + errors
  return { passed: numberAt(stats, 'expected') + numberAt(stats, 'flaky'), failed }
}

/** @web/test-runner prints `12 passed, 1 failed` per browser, each browser's last line being its sum. */
export function countWebTestRunner(output: string): Count | undefined {
  const lines = plain(output).matchAll(
    /^([^:\n|]+):.*\b(\d+)\/\d+ test files \| (\d+) passed, (\d+) failed/gm,
  )
  const byBrowser = new Map<string, Count>()
  for (const [, browser = '', , passed, failed] of lines) {
    byBrowser.set(browser, { passed: Number(passed), failed: Number(failed) })
  }
  return byBrowser.size > 0 ? sum([...byBrowser.values()]) : undefined
}

/** A runner that crashed, or ran nothing at all, has not shown that anything works. */
export function judge(count: Count | undefined, exitCode: number): Count {
  const { passed, failed } = count ?? { passed: 0, failed: 0 }
  const isSuspicious = failed === 0 && (exitCode !== 0 || passed === 0)
  return isSuspicious ? { passed, failed: 1 } : { passed, failed }
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  )
}

function plain(text: string): string {
  const esc = String.fromCharCode(27)
  return text.replaceAll(new RegExp(`${esc}\\[[0-9;?]*[A-Za-z]`, 'g'), '')
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function numberAt(record: Record<string, unknown>, key: string): number {
  const value = record[key]
  return typeof value === 'number' ? value : 0
}
