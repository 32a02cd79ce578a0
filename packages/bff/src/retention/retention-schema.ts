/** The environment variables of retention and erasure; part of `config-schema.ts`. */
import { Type } from 'typebox'

const days = (description: string, defaultValue: number) =>
  Type.Integer({ description, minimum: 0, maximum: 36_500, default: defaultValue })

export const RETENTION_VARIABLES = {
  RETAIN_UNPAID: days(
    'Days after which a checkout that was never paid is deleted with its attempts, but not before its idempotency keys; 0 keeps it for ever, here and below (docs/guides/privacy.md)',
    90,
  ),
  RETAIN_PERSONAL: days(
    'Days after which a paid checkout loses names, e-mail, phone, IP, addresses, goods, metadata and card digits; the money stays',
    730,
  ),
  RETAIN_PAYMENTS: days('Days after which a paid checkout is deleted with its payments: your tax period', 0),
  RETAIN_DISPUTES: days('Days that a dispute is kept after its last news, with its payment', 1095),
  RETAIN_AUDIT: days('Days that entries of the record of who did what are kept', 3650),
  RETAIN_NOTICES: days('Days that a notice of PayKKa is kept after it was worked off', 31),
  RETAIN_EVENTS: days('Days that an event is kept after your shop took it', 31),
  RETAIN_KEYS: days('Days that an Idempotency-Key is remembered, 31 or more', 31),
  RETAIN_METADATA: Type.String({
    description:
      'Comma-separated keys of a checkout’s metadata that hold nothing personal: they stay when personal data goes',
    default: '',
  }),
  ERASURES_FILE: Type.Optional(
    Type.String({
      description:
        'File beside the database that remembers whom to forget, so that a restored backup forgets them again; <database>.erasures for SQLite, none for PostgreSQL',
    }),
  ),
}
