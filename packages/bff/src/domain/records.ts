/** The two questions that readers of foreign JSON ask first. */

/** @returns whether the value is a JSON object: neither null nor a list */
export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

/** Foreign software writes unknown values as null or an empty string. */
export function isAbsent(given: unknown): boolean {
  return given === undefined || given === null || given === ''
}
