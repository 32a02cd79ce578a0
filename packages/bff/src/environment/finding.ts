/** What one look at a configuration found. */

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

export type Finding = {
  /** Stable name of the check, for scripts. */
  check: string
  status: Status
  /** What was seen. */
  said: string
  /** How to mend it; always there when it failed. */
  cure?: string
}

export type Check = { name: string; look: () => Promise<Seen | Seen[]> | Seen | Seen[] }

/** A finding without the name of its check. */
export type Seen = Omit<Finding, 'check'>

export const ok = (said: string): Seen => ({ status: 'ok', said })
export const skipped = (said: string): Seen => ({ status: 'skipped', said })
export const warning = (said: string, cure: string): Seen => ({ status: 'warning', said, cure })
export const failed = (said: string, cure: string): Seen => ({ status: 'failed', said, cure })

/** Looks at everything in turn; a check that breaks is a finding too. */
export async function lookAt(checks: Check[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, look } of checks) {
    const seen = await Promise.resolve()
      .then(look)
      .catch((error: Error) => failed(`broke off: ${error.message}`, 'Report this with the output above.'))
    for (const one of [seen].flat()) findings.push({ check: name, ...one })
  }
  return findings
}
