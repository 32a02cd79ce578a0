/** Which phase of a purchase a statement belongs to, from its text and from those before it in its transaction. */
import type { Phase } from './phases.ts'

const CONTROL = /^\s*(begin|commit|rollback|savepoint|release|pragma)\b/i

const CHECKPOINT = /wal_checkpoint|set whole = /i

/** @returns whether the statement only begins, ends or configures something */
export const isControl = (sql: string): boolean => CONTROL.test(sql)

/**
 * SQLite has one connection, and its statements arrive in order.
 * @returns a function that receives every statement before it runs
 */
export function trackPhases(): (sql: string) => Phase {
  let open = false
  let member: Phase | undefined
  return (sql) => {
    if (CHECKPOINT.test(sql)) return 'checkpoint'
    if (isControl(sql)) {
      if (/^\s*(begin|savepoint|release)/i.test(sql)) member = undefined
      if (/^\s*begin/i.test(sql)) open = true
      if (/^\s*(commit|rollback(?! to))/i.test(sql)) open = false
      return 'commit'
    }
    if (!open) return /^\s*select/i.test(sql) ? 'read' : 'jobs'
    member ??= beginningWith(sql)
    return member
  }
}

/** The first statement of a transaction says what it is about. */
function beginningWith(sql: string): Phase {
  if (/^insert into "idempotency_keys"/i.test(sql)) return 'claim'
  if (/from "payments" where "id" = \?/i.test(sql)) return 'settle'
  return 'jobs'
}
