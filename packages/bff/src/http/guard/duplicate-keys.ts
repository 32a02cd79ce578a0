/** Finds duplicate member names in a JSON text. Parsers keep one of the two, and different parsers keep different ones. */

/** A string (with a colon if it is a name), or a bracket. The text is valid JSON, so nothing else matters. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/gs

/**
 * @param json text that `JSON.parse` accepts
 * @returns whether any object has two members with the same name, in any escaping
 */
export function hasDuplicateKeys(json: string): boolean {
  const open: (Set<string> | null)[] = []
  for (const [token, colon] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined && isRepeated(token, colon, open.at(-1))) return true
  }
  return false
}

function isRepeated(token: string, colon: string, names: Set<string> | null | undefined): boolean {
  const name = JSON.parse(token.slice(0, -colon.length)) as string
  if (names?.has(name)) return true
  names?.add(name)
  return false
}
