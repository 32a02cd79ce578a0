/** `paykka-bff emulator`. */
import { runEmulator } from '@paykka-checkout/emulator/main'
import { listenForSignals, untilStopped } from './signals.ts'

export { runEmulator }

export async function runEmulatorCommand(): Promise<void> {
  const signals = listenForSignals()
  const emulator = await runEmulator(process.env)
  console.log(`PayKKa emulator listening on ${emulator.url}`)
  await untilStopped(signals, () => emulator.close())
}
