/** The parts every operation works with. */

import type { KeyObject } from 'node:crypto'
import type { DialectBook } from './dialects.ts'
import type { EncryptedCardKeys } from './encrypted-card/keys.ts'
import type { Fault } from './fault-types.ts'
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
  pciEnabled: boolean
  settleDelayMs: number
  refundDelayMs: number
  payoutReviewMs: number
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
  /** How the unknowns are read; it changes while the emulator runs. */
  dialect: DialectBook
  /** The time of payments: milliseconds since the epoch, moved by tests, with any scripted clock skew. */
  now(): number
  /** The time in signed headers, which tests do not move: a shop in real time must still believe them. */
  headerTime(): number
}

/** What an operation answers: a yes without data has no content, and `silent` never answers at all. */
export interface Answer {
  data?: unknown
  silent?: boolean
  /** The data is an Apple Pay session as JSON text. */
  form?: 'apple'
}

/** One PayKKa endpoint. */
export type Operation = (body: unknown, parts: Parts, faults: readonly Fault[]) => Answer
