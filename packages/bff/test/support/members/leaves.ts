/** The leaves of a JSON value by their paths; of a list every item has the same path, `goods[].id`. */

export type Leaves = Map<string, unknown>

/** @returns each leaf once; of a list the first item's */
export function leavesOf(value: unknown, path = '', found: Leaves = new Map()): Leaves {
  if (Array.isArray(value)) for (const item of value.slice(0, 1)) leavesOf(item, `${path}[]`, found)
  else if (typeof value === 'object' && value !== null)
    for (const [name, child] of Object.entries(value)) leavesOf(child, path ? `${path}.${name}` : name, found)
  else if (value !== undefined) found.set(path, value)
  return found
}

/** @returns a copy in which that leaf has another value */
export function withLeaf<T>(value: T, path: string, leaf: unknown): T {
  const copy = structuredClone(value)
  const names = path.replaceAll('[]', '.0').split('.')
  const last = names.pop() ?? ''
  const parent = names.reduce<Record<string, unknown>>(
    (at, name) => at[name] as Record<string, unknown>,
    copy as Record<string, unknown>,
  )
  parent[last] = leaf
  return copy
}

/** @returns the paths of `before` that are gone, or have another value */
export function changed(before: Leaves, after: Leaves): string[] {
  return [...before].flatMap(([path, value]) => (after.get(path) === value ? [] : [path]))
}
