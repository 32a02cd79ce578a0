/** Reads `DATABASE_URL`. */

const NO_FILE =
  'everything would be lost at the next restart: name a file, for example sqlite:./data/paykka.db'

/**
 * @returns the file of a `sqlite:` address; null for PostgreSQL
 * @throws Error when the address is neither, or does not name a file
 */
export function sqlitePath(url: string): string | null {
  if (/^postgres(ql)?:\/\//.test(url)) return null
  if (!url.startsWith('sqlite:')) throw new Error('must be sqlite:<path> or postgres://…')
  const path = url.slice('sqlite:'.length).trim()
  if (path === '' || path.startsWith(':memory:')) throw new Error(`names no file: ${NO_FILE}`)
  if (path.startsWith('file:') || path.includes('?')) throw new Error(`takes no options: ${NO_FILE}`)
  return path
}
