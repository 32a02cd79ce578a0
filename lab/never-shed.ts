/** For a BFF on a busy machine: it takes all work, however late its event loop is. */
import { syncBuiltinESMExports } from 'node:module'
import perfHooks from 'node:perf_hooks'

export function neverShed(): void {
  const { monitorEventLoopDelay } = perfHooks
  perfHooks.monitorEventLoopDelay = (options) =>
    Object.defineProperty(monitorEventLoopDelay(options), 'mean', { value: 0 })
  // The BFF imports it by name, and such an import otherwise keeps the one that was there first.
  syncBuiltinESMExports()
}
