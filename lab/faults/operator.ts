/** What a person sees who reads the log: lines at level warn and above, and whatever stands on standard error. */

const WARN = 40

/** @returns the messages, with the reason where the error beside them has one */
export function loudLines(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [line]
    const { level = 0, msg = '' } = parse(line)
    return level >= WARN ? [msg] : []
  })
}

function parse(line: string): { level?: number; msg?: string } {
  try {
    return JSON.parse(line) as { level?: number; msg?: string }
  } catch {
    return {}
  }
}
