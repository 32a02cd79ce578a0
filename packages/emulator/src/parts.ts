/** The parts every operation works with. */

import type { KeyObject } from 'node:crypto'
import type { EncryptedCardKeys } from './encrypted-card/keys.ts'
import type { DuplicateMode, Fault } from './fault-types.ts'
import type { FaultBook } from './faults.ts'
import type { PlatformKeys } from './keys.ts'
import type { Notices } from './notices.ts'
import type { State } from './state.ts'
import type { Timers } from './timers.ts'
import type { WalletKeys } from './wallets/keys.ts'

/** Options with their defaults filled in. */
export interface Settings {
  merchantId: string
  appId: string
  merchantKeys: readonly KeyObject[]
  duplicateTransId: DuplicateMode
  settleDelayMs: number
  refundDelayMs: number
  challengeExpiryMs: number
  sessionExpiryMs: number
}

/** What an operation may use. */
export interface Parts {
  settings: Settings
  /** The address browsers reach the emulator at; known once it listens. */
  publicUrl: string
  state: State
  timers: Timers
  faults: FaultBook
  platform: PlatformKeys
  wallets: WalletKeys
  encryptedCards: EncryptedCardKeys
  notices: Notices
  /** Milliseconds since the epoch, with any scripted clock skew. */
  now(): number
}

/** What an operation answers; `silent` never answers at all. */
export interface Answer {
  data?: unknown
  silent?: boolean
}

/** One PayKKa endpoint. */
export type Operation = (body: unknown, parts: Parts, faults: readonly Fault[]) => Answer
