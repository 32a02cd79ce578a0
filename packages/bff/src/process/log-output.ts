/** The log's output, which may fail without consequences: a dead reader or a full disk must not end a payment server. */
import type { LogStream } from './logging.ts'

type LogOutput = LogStream & {
  /** @returns the number of lines lost since the start */
  lost(): number
}

/** The interface of standard output. */
export type Output = {
  write(text: string, done: (error?: Error | null) => void): boolean
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Bytes that wait for a reader. */
  readonly writableLength: number
}

/** A stalled reader must not fill the memory. */
const MOST_WAITING_BYTES = 1024 * 1024

/**
 * Lines that cannot be written are lost and counted.
 * @param say reports the reason to the operator, once until lines can be written again
 */
export function logOutput(output: Output, say: (text: string) => void): LogOutput {
  let count = 0
  let failing = false
  const lose = (reason: string) => {
    count++
    if (!failing)
      say(
        `paykka-bff: log lines cannot be written (${reason}) and are lost. The BFF continues. Repair standard output's reader or disk.`,
      )
    failing = true
  }
  const done = (error?: Error | null) => {
    if (error) return lose((error as NodeJS.ErrnoException).code ?? error.message)
    if (failing) say(`paykka-bff: log lines are written again; ${count} were lost since the start.`)
    failing = false
  }
  // Each write's callback gets its error; without a listener the `error` event would end the process.
  output.on('error', () => {})
  return {
    write: (line) =>
      output.writableLength > MOST_WAITING_BYTES ? lose('its reader is stalled') : output.write(line, done),
    lost: () => count,
  }
}

const deferred: { output?: LogOutput } = {}

/** @returns this process's standard output; failures are reported on standard error, if that works */
export function standardOutput(): LogOutput {
  deferred.output ??= logOutput(process.stdout, (text) => process.stderr.write(`${text}\n`))
  return deferred.output
}

/** Standard error may fail like standard output; then the failure is ignored. */
export function surviveStandardError(): void {
  process.stderr.on('error', () => {})
}
