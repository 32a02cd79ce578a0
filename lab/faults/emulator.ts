/** PayKKa's emulator as a separate process: its books are the truth of every judgment. */

import type { FaultRule, Ledger } from '@paykka-checkout/emulator'
import getPort from 'get-port'
import { BFF_BUNDLE } from '../../scripts/paths.ts'
import { until } from '../chaos/poll.ts'
import type { Program } from './program.ts'
import { startNode } from './program.ts'

export type EmulatorProcess = {
  port: number
  ledger(): Promise<Ledger>
  faults(...rules: FaultRule[]): Promise<void>
  /** Takes all of them away. */
  well(): Promise<void>
  /** @returns PayKKa's public key of now, as PEM */
  publicKey(): Promise<string>
  /** Forgets everything: the next fault begins with empty books. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** @param keysDir where both sides' keys are made and found */
export async function startEmulatorProcess(keysDir: string): Promise<EmulatorProcess> {
  const port = await getPort()
  const env = { EMULATOR_PORT: String(port), EMULATOR_KEYS_DIR: keysDir }
  const program: Program = startNode([BFF_BUNDLE, 'emulator'], env)
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/emulator/${path}`, init)
    if (!response.ok) throw new Error(`the emulator says ${response.status} to ${path}`)
    return response
  }
  await until('the emulator', async () => (await ask('clock')).ok || undefined, 20_000)
  return {
    port,
    ledger: async () => (await (await ask('ledger')).json()) as Ledger,
    faults: async (...rules) => {
      const headers = { 'content-type': 'application/json' }
      await ask('faults', { method: 'POST', headers, body: JSON.stringify(rules) })
    },
    well: async () => void (await ask('faults', { method: 'DELETE' })),
    publicKey: async () =>
      ((await (await ask('keys')).json()) as { platformPublicKey: string }).platformPublicKey,
    reset: async () => void (await ask('reset', { method: 'POST' })),
    stop: () => program.kill(),
  }
}
