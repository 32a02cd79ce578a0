/** Who may begin a first, empty database: where real money moves only a person, by order. */

import type { OpenAs } from '../database/file-check.ts'
import type { Config } from './config.ts'
import { isLiveHost } from './paykka-hosts.ts'

/** An empty folder looks alike before the first start and when a disk was not mounted. */
export function usualOpening({ paykka }: Pick<Config, 'paykka'>): OpenAs {
  return isLiveHost(paykka.apiUrl.href) ? 'existing' : 'first'
}

/** @param ran the migrations that this start ran */
export const beganLedger = (ran: readonly string[]) => ran.some((name) => name.startsWith('0001'))

export const FIRST_LEDGER =
  'a first, empty database was begun. If payments were kept before, stop the BFF now and mount the right disk, or name the right DATABASE_URL'
