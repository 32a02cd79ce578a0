/** `paykka-bff start`. */
import { loadConfig } from '../config.ts'
import { startServer } from '../server.ts'
import { keepHangups, untilStopped } from './signals.ts'

export async function runStart(): Promise<void> {
  const handOn = keepHangups()
  const server = await startServer(loadConfig(process.env))
  handOn()
  console.log(`BFF listening on ${server.url}`)
  await untilStopped(() => server.close())
}
