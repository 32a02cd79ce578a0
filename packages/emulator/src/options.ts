/** How an emulator is started, and what holds where nothing is said. */

import type { Dialect } from './dialects.ts'
import type { KeyInput } from './keys.ts'
import { readPublicKey } from './keys.ts'
import type { Settings } from './parts.ts'
import type { Schedule } from './timers.ts'

/** How to start an emulator. */
export interface EmulatorOptions {
  /** Address to listen on (127.0.0.1). */
  host?: string
  /** Port to listen on; 0 takes any free one (0). */
  port?: number
  /** The emulator's address as browsers see it (the address it listens on). */
  publicUrl?: string
  /** The only merchant id it accepts. */
  merchantId: string
  /** The only app id it accepts. */
  appId: string
  /** The merchant's public key, or several during a rotation: PEM, bare Base64 or KeyObject. */
  merchantPublicKey: KeyInput | readonly KeyInput[]
  /** The key that signs answers and notifications. */
  platformPrivateKey: KeyInput
  /** The clock in milliseconds since the epoch (Date.now). */
  now?: () => number
  /** Logs requests, never bodies (false). */
  log?: boolean
  /** Timers (setTimeout). */
  schedule?: Schedule
  /** Whether the merchant may send plain card numbers; without it they are refused with 1008 (true). */
  pciEnabled?: boolean
  /** How unknowns are read at the start and after a reset (as documented). */
  dialect?: Partial<Dialect>
  /** When card …0119 leaves PROCESSING (5000 ms). */
  settleDelayMs?: number
  /** How long refunds stay PROCESSING (0 ms: they do not). */
  refundDelayMs?: number
  /** How long a refund by payout is REVIEWING (3 days). */
  payoutReviewMs?: number
  /** How long a 3DS challenge may take (15 minutes). */
  challengeExpiryMs?: number
  /** How long a checkout session without expire_time lives (1 hour). */
  sessionExpiryMs?: number
  /** Pauses before a notification is repeated; their number is the number of retries (1 s, 5 s, 30 s, 2 min, 10 min). */
  noticeBackoffMs?: readonly number[]
}

/** Pauses before a notification is repeated, in milliseconds. */
export const NOTICE_BACKOFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000]

/** Fills in the defaults. */
export function readSettings(options: EmulatorOptions): Settings {
  return {
    merchantId: options.merchantId,
    appId: options.appId,
    merchantKeys: [options.merchantPublicKey].flat().map(readPublicKey),
    pciEnabled: options.pciEnabled ?? true,
    settleDelayMs: options.settleDelayMs ?? 5_000,
    refundDelayMs: options.refundDelayMs ?? 0,
    payoutReviewMs: options.payoutReviewMs ?? 3 * 86_400_000,
    challengeExpiryMs: options.challengeExpiryMs ?? 15 * 60_000,
    sessionExpiryMs: options.sessionExpiryMs ?? 60 * 60_000,
  }
}
