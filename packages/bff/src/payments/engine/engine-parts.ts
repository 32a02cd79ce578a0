/** What the engine works with. */
import type { Vault } from '../../cards/vault.ts'
import type { Store } from '../../database/database.ts'
import type { Logger } from '../../process/logging.ts'
import type { UnwrittenResults } from './unwritten.ts'

export type SettleParts = {
  store: Store
  /** Unix milliseconds. */
  now: () => number
  /** Like `now`, for what ends something; 0 while PayKKa has not confirmed the time. */
  provenNow: () => number
  random: () => number
  log: Logger
  vault: Vault
  /** Keeps what the database does not take; left out where nobody tries again. */
  unwritten?: UnwrittenResults
}
