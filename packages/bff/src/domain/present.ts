/** Helpers that turn rows into JSON. */

/** Drops members that are null or undefined: the API omits absent members and never sends null. */
export function present<T extends Record<string, unknown>>(
  members: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** @param moment Unix milliseconds */
export function iso(moment: number): string {
  return new Date(moment).toISOString()
}
