/** How deep a JSON text may go. What walks through a value by recursion, such as `JSON.stringify`, ends in a stack overflow else. */

/** Nothing that a schema here names goes deeper than half of that. */
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
