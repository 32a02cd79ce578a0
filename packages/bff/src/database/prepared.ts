/** Queries that are built and compiled once, and from then on only get new values. */
import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Queries } from './database.ts'

/** Stands in a query for the value at a path, until it runs. */
class Place {
  readonly path: readonly string[]
  constructor(path: readonly string[]) {
    this.path = path
  }
}

/**
 * Building and compiling a query costs more than SQLite needs to run it. So each is built once for each form of its values:
 * their names, the lengths of their lists, and what of them is undefined.
 * @param build must not look at the values: while it runs, something else stands in their place
 * @returns the function that runs the query
 */
export function prepared<V extends object, R>(
  build: (db: Queries, values: V) => Compilable<R>,
): (db: Queries, values: V) => Promise<QueryResult<R>> {
  const known = new WeakMap<object, Map<string, CompiledQuery<R>>>()
  return (db, values) => {
    // Each database has an adapter of its own, and a text of its own.
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
