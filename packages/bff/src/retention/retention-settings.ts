/** Settings of retention and erasure. */
import { sqlitePath } from '../database/database-address.ts'
import { list } from '../environment/readers.ts'
import { readAll } from '../environment/setting-error.ts'
import type { Values } from '../environment/variable.ts'
import { integer, text, withDefault } from '../environment/variable.ts'
import { DEFAULT_RETENTION } from './retention.ts'

const MAX_DAYS = 36_500
/** A client may repeat a request weeks later, which must not move money twice. */
const LEAST_KEY_DAYS = 31

const days = (about: string, value: number) => ({ about, ...integer(0, MAX_DAYS, value) })

function keyDays(text: string | undefined): number {
  const number = integer(0, MAX_DAYS, DEFAULT_RETENTION.keys).read(text)
  if (number === 0 || number >= LEAST_KEY_DAYS) return number
  throw new Error(`must be ${LEAST_KEY_DAYS} or more: a request that is repeated later would be done twice`)
}

export const RETENTION_VARIABLES = {
  RETAIN_UNPAID: days(
    'Days after which a checkout that was never paid is deleted with its attempts, but not before its idempotency keys; 0 keeps it for ever, here and below (docs/guides/privacy.md)',
    DEFAULT_RETENTION.unpaid,
  ),
  RETAIN_PERSONAL: days(
    'Days after which a paid checkout loses names, e-mail, phone, IP, addresses, goods, metadata and card digits; the money stays',
    DEFAULT_RETENTION.personal,
  ),
  RETAIN_PAYMENTS: days(
    'Days after which a paid checkout is deleted with its payments: your tax period',
    DEFAULT_RETENTION.payments,
  ),
  RETAIN_DISPUTES: days(
    'Days that a dispute is kept after its last news, with its payment',
    DEFAULT_RETENTION.disputes,
  ),
  RETAIN_AUDIT: days('Days that entries of the record of who did what are kept', DEFAULT_RETENTION.audit),
  RETAIN_NOTICES: days(
    'Days that a notification of PayKKa is kept after it was processed',
    DEFAULT_RETENTION.notices,
  ),
  RETAIN_EVENTS: days('Days that an event is kept after your shop took it', DEFAULT_RETENTION.events),
  RETAIN_KEYS: {
    ...days('Days that an Idempotency-Key is remembered, 31 or more', DEFAULT_RETENTION.keys),
    read: keyDays,
  },
  RETAIN_METADATA: {
    about:
      "Comma-separated keys of a checkout's metadata that hold nothing personal: they stay when personal data goes",
    ...withDefault('', list),
  },
  ERASURES_FILE: text(
    'File beside the database that remembers whom to forget, so that a restored backup forgets them again; <database>.erasures for SQLite, none for PostgreSQL',
  ),
}

type RetentionValues = Values<typeof RETENTION_VARIABLES>

/** @throws SettingError */
export function readRetention(values: RetentionValues) {
  return readAll({
    unpaid: () => values.RETAIN_UNPAID,
    personal: () => values.RETAIN_PERSONAL,
    payments: () => values.RETAIN_PAYMENTS,
    disputes: () => values.RETAIN_DISPUTES,
    audit: () => values.RETAIN_AUDIT,
    notices: () => values.RETAIN_NOTICES,
    events: () => values.RETAIN_EVENTS,
    keys: () => values.RETAIN_KEYS,
  })
}

/** @returns the file that lists erasures; undefined without one */
export function erasuresFile(values: RetentionValues & { DATABASE_URL: string }): string | undefined {
  const path = sqlitePath(values.DATABASE_URL)
  return values.ERASURES_FILE ?? (path === null ? undefined : `${path}.erasures`)
}
