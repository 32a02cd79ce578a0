/**
 * Explains why the database refused a statement: one word, and the fix. Invalid statements are not failures of the
 * database.
 */

export type FailureReason = keyof typeof ADVICE

export type StorageFailure = { reason: FailureReason; advice: string }

const ADVICE = {
  full: 'Its disk is full: make space.',
  read_only: 'It takes no writes: end its read-only mode, or point DATABASE_URL at the server that writes.',
  damaged: 'Its files are damaged: stop every BFF and restore a backup (docs/guides/operations.md).',
  io: 'Its disk failed: look at the disk (dmesg).',
  locked: 'Another program keeps a transaction on the file open: end it there.',
  slow: 'It did not answer in time: look at its load and its locks.',
  unreachable: 'Look at the database server and at the network to it.',
  denied: 'This user may not write to it: check its rights.',
  missing: 'Its tables are gone: check DATABASE_URL, or restore a backup (docs/guides/operations.md).',
} as const

/** By SQLite's primary result code. Source: https://sqlite.org/rescode.html */
const SQLITE: Record<number, FailureReason> = {
  3: 'denied',
  5: 'locked',
  6: 'locked',
  7: 'io',
  8: 'read_only',
  10: 'io',
  11: 'damaged',
  13: 'full',
  14: 'io',
  23: 'denied',
  26: 'damaged',
}

/** By the prefix of SQLSTATE. Source: appendix A of PostgreSQL's manual. */
const POSTGRES: [RegExp, FailureReason][] = [
  [/^25006/, 'read_only'],
  [/^53100/, 'full'],
  [/^(53|57014|55P03|25P0)/, 'slow'],
  [/^XX00[12]/, 'damaged'],
  [/^58/, 'io'],
  [/^(08|57P)/, 'unreachable'],
  [/^(28|42501)/, 'denied'],
  [/^(3D000|3F000|42P01)/, 'missing'],
]

/** Codes of Node, and messages of `pg` without a code. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/
const CONNECTION = /Connection terminated|not queryable|timeout exceeded|connection has been discarded/

/** @returns null for everything that is not a failure of the database: broken rules, invalid statements, conflicts */
export function storageFailure(error: unknown): StorageFailure | null {
  const reason = reasonOf(error)
  return reason ? { reason, advice: ADVICE[reason] } : null
}

function reasonOf(error: unknown): FailureReason | undefined {
  const {
    code = '',
    errcode,
    message = '',
  } = (error ?? {}) as { code?: string; errcode?: number; message?: string }
  if (errcode !== undefined) return /no such table/.test(message) ? 'missing' : SQLITE[errcode & 0xff]
  const known = POSTGRES.find(([pattern]) => pattern.test(code))
  if (known) return known[1]
  return NETWORK.test(code) || CONNECTION.test(message) ? 'unreachable' : undefined
}
