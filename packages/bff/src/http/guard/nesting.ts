/** Limits the nesting of a JSON text. Otherwise recursive code such as `JSON.stringify` overflows the stack. */

/** No schema here is nested deeper than half of this. */
export const MAX_NESTING = 32

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs

/** @param json text that `JSON.parse` accepts */
export function isTooDeep(json: string): boolean {
  let depth = 0
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    if (depth > MAX_NESTING) return true
  }
  return false
}
