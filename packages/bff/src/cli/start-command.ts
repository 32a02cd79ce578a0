/** `paykka-bff start`. */
import { loadConfig } from '../config/config.ts'
import { surviveStandardError } from '../process/log-output.ts'
import { listenForSignals, untilStopped } from './signals.ts'

export async function runStart(): Promise<void> {
  const signals = listenForSignals()
  surviveStandardError()
  // An unfinished start has accepted no payment, so it may end anywhere.
  const leave = () => process.exit(0)
  signals.stop.addEventListener('abort', leave)
  const { startServer } = await import('../server.ts')
  const server = await startServer(loadConfig(process.env))
  signals.stop.removeEventListener('abort', leave)
  signals.handOn()
  console.log(`BFF listening on ${server.url}`)
  await untilStopped(signals, () => server.close())
}
