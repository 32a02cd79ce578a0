/** `paykka-bff start`. */
import { loadConfig } from '../config.ts'
import { startServer } from '../server.ts'
import { untilStopped } from './signals.ts'

export async function runStart(): Promise<void> {
  const server = await startServer(loadConfig(process.env))
  console.log(`BFF listening on ${server.url}`)
  await untilStopped(() => server.close())
}
