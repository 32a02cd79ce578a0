/** Runs one statement on the shared database and writes it to the trace. */
import type { CompiledQuery, QueryResult } from 'kysely'
import type { Trace } from './trace.ts'
import type { World } from './world.ts'

export function runStatement<R>(world: World, query: CompiledQuery): QueryResult<R> {
  const sql = world.bug.sql?.(query.sql) ?? query.sql
  const statement = world.sharedDatabase.database.prepare(sql)
  const label = labelOf(sql)
  if (label.startsWith('insert')) meet(world.trace, query)
  if (!statement.reader) {
    const { changes, lastInsertRowid } = statement.run(query.parameters)
    world.trace.line(`${label} ${changes}`)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }
  const found = statement.all(query.parameters) as R[]
  world.trace.line(`${label} ${found.length}`)
  return { rows: label.startsWith('update') ? inOrder(world.trace, found) : found }
}

/** A new row's id gets its ordinal when it is written first. */
function meet(trace: Trace, query: CompiledQuery): void {
  const [id] = query.parameters
  if (typeof id === 'string') trace.ordinal(id)
}

/** SQL promises no order for RETURNING, and SQLite's follows the random ids: the ordinals' order is as good. */
function inOrder<R>(trace: Trace, found: R[]): R[] {
  const ordinal = (row: R) => trace.ordinal((row as { id?: string }).id ?? '')
  return found.length < 2 ? found : found.sort((a, b) => ordinal(a) - ordinal(b))
}

/** @returns the table a statement changes, nothing for one that only reads */
export function writtenTable(sql: string): string {
  return sql.startsWith('select') ? '' : (labelOf(sql).split(' ')[1] ?? '')
}

const labels = new Map<string, string>()

/** @returns for example `update payments` */
function labelOf(sql: string): string {
  const known = labels.get(sql)
  if (known) return known
  const label = /^(\w+).*?"(\w+)"/s.exec(sql)
  const words = label ? `${label[1]} ${sql.match(/(?:from|into|update) "(\w+)"/)?.[1] ?? label[2]}` : sql
  labels.set(sql, words)
  return words
}
