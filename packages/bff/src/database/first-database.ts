/** Whether a start may create a first, empty database. In production only an explicit command may. */
import { isLiveHost } from '../domain/paykka-hosts.ts'
import type { OpenAs } from './file-check.ts'

/**
 * An empty folder looks the same before the first start and when a disk is not mounted.
 * @param apiUrl PayKKa's address, which shows whether real money moves
 */
export function defaultOpening(apiUrl: URL): OpenAs {
  return isLiveHost(apiUrl.href) ? 'existing' : 'first'
}

/** @param ran names of the migrations that this start has run */
export const isNewDatabase = (ran: readonly string[]) => ran.some((name) => name.startsWith('0001'))

export const NEW_DATABASE =
  'created a new, empty database. If you already had payments, stop the BFF now and mount the right disk, or correct DATABASE_URL'
