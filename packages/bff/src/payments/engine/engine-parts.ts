/** The services that the engine uses. */
import type { Vault } from '../../cards/vault.ts'
import type { Database } from '../../database/database.ts'
import type { Logger } from '../../process/logging.ts'
import type { UnwrittenResults } from './unwritten.ts'

/** What a settled answer changed: the row before and after. */
export type Moved = { noun: 'payment' | 'operation'; before: MovedRow; after: MovedRow }
type MovedRow = {
  status: string
  method?: string
  type?: string
  decline_code?: string | null
}

export type SettleParts = {
  database: Database
  /** Unix milliseconds. */
  now: () => number
  /** Like `now`, for decisions that end something; 0 until PayKKa has confirmed the time. */
  provenNow: () => number
  random: () => number
  log: Logger
  vault: Vault
  /** Keeps results that the database could not store; left out where nothing retries them. */
  unwritten?: UnwrittenResults
  /** Hears of every change of a status that is durable. */
  onMove?: (moved: Moved) => void
}
