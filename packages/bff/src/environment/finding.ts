/** What a check of the configuration found. */

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

export type Finding = {
  /** Stable name of the check, for scripts. */
  check: string
  status: Status
  /** What the check saw. */
  said: string
  /** How to correct it. Every warning and every failure has one. */
  cure?: string
}

/** A finding without the name of its check. */
export type Result = Omit<Finding, 'check'>

export type Check = { name: string; run: () => Promise<Result | Result[]> | Result | Result[] }

export const ok = (said: string): Result => ({ status: 'ok', said })
export const skipped = (said: string): Result => ({ status: 'skipped', said })
export const warning = (said: string, cure: string): Result => ({ status: 'warning', said, cure })
export const failed = (said: string, cure: string): Result => ({ status: 'failed', said, cure })

/** Runs the checks one after the other. A check that throws is a finding too. */
export async function runChecks(checks: Check[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, run } of checks) {
    const results = await Promise.resolve()
      .then(run)
      .catch((error: Error) => failed(`stopped: ${error.message}`, 'Report this with the output above.'))
    for (const result of [results].flat()) findings.push({ check: name, ...result })
  }
  return findings
}
