/** Queries that are built and compiled once, and then run with new values. */
import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Queries } from './database.ts'

/** A placeholder in a query for the value at a path, until the query runs. */
class Place {
  readonly path: readonly string[]
  constructor(path: readonly string[]) {
    this.path = path
  }
}

/**
 * Building and compiling a query takes longer than running it in SQLite. So each query is built once per form of its
 * values: their names, the lengths of lists, and undefined members.
 * @param build must not read the values: while it runs, placeholders replace them
 * @returns the function that runs the query
 */
export function prepared<V extends object, R>(
  build: (db: Queries, values: V) => Compilable<R>,
): (db: Queries, values: V) => Promise<QueryResult<R>> {
  const known = new WeakMap<object, Map<string, CompiledQuery<R>>>()
  return (db, values) => {
    // Each kind of database has its own adapter and SQL text.
    const { adapter } = db.getExecutor()
    const forms = known.get(adapter) ?? new Map<string, CompiledQuery<R>>()
    known.set(adapter, forms)
    const form = formOf(values)
    const query = forms.get(form) ?? build(db, placesIn(values, []) as V).compile()
    forms.set(form, query)
    return db.executeQuery({ ...query, parameters: query.parameters.map((value) => filled(value, values)) })
  }
}

function filled(value: unknown, values: object): unknown {
  return value instanceof Place ? value.path.reduce<unknown>(memberOf, values) : value
}

const memberOf = (group: unknown, name: string) => (group as Record<string, unknown>)[name]

function formOf(value: unknown): string {
  if (value === undefined) return '?'
  if (Array.isArray(value)) return `[${value.map(formOf).join()}]`
  if (!isGroup(value)) return '.'
  let form = '{'
  for (const name in value) form += `${name}${formOf(value[name])},`
  return `${form}}`
}

function placesIn(value: unknown, path: readonly string[]): unknown {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return value.map((each, index) => placesIn(each, [...path, String(index)]))
  if (!isGroup(value)) return new Place(path)
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, placesIn(each, [...path, name])]),
  )
}

/** Bytes are one value, not a group of numbers. */
function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
