/** The part of an update that changes something. */

/**
 * SQLite rewrites the index entries of every column that a statement names, even with the same value.
 * @returns the members that differ from the row
 */
export function changesOf<Changes extends object>(row: Changes, changes: Changes): Partial<Changes> {
  const before = new Map<string, unknown>(Object.entries(row))
  const differing = Object.entries(changes).filter(([name, value]) => before.get(name) !== value)
  return Object.fromEntries(differing) as Partial<Changes>
}
