/** The operator's view of the log: lines at level warn and above, and standard error. */

const WARN = 40

type LogLine = { level?: number; msg?: string; err?: { stack?: string } }

/** @returns the messages */
export const loudLines = (lines: readonly string[]) => loud(lines, ({ msg = '' }) => msg)

/** @returns the messages with the origin of their errors, for debugging */
export const detailedLines = (lines: readonly string[]) =>
  loud(lines, ({ msg = '', err }) =>
    err?.stack ? `${msg}: ${err.stack.split('\n').slice(0, 4).join(' ')}` : msg,
  )

function loud(lines: readonly string[], report: (line: LogLine) => string): string[] {
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [line]
    const found = parse(line)
    return (found.level ?? 0) >= WARN ? [report(found)] : []
  })
}

function parse(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    return {}
  }
}
