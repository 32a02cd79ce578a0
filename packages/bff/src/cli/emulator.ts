/** `paykka-bff emulator`. */
import { runEmulator } from '@paykka-checkout/emulator/main'
import { untilStopped } from './signals.ts'

export async function runEmulatorCommand(): Promise<void> {
  const emulator = await runEmulator(process.env)
  console.log(`PayKKa emulator listening on ${emulator.url}`)
  await untilStopped(() => emulator.close())
}
