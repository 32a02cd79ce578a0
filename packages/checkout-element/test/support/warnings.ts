/** Collects console warnings while a test runs. */

/** Starts to collect; `stop()` restores the console and returns the warnings. */
export function collectWarnings(): { stop(): unknown[] } {
  const reported: unknown[] = []
  const { warn } = console
  Object.assign(console, { warn: (text: unknown) => reported.push(text) })
  return {
    stop: () => {
      Object.assign(console, { warn })
      return reported
    },
  }
}
