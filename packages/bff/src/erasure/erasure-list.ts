/** Lists erasures in a file beside the database, so that they can be repeated after a restored backup. */
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One line. `shopper` is a keyed hash; `key` identifies the key. */
export type Remembered = { id: string; at: number; shopper: string; key: string }

/** @returns the file's entries, without a line that a crash has cut */
export function readErasureList(path: string): Remembered[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').flatMap(readLine)
}

function readLine(line: string): Remembered[] {
  try {
    const { id, at, shopper, key } = JSON.parse(line) as Remembered
    const isWhole = typeof at === 'number' && [id, shopper, key].every((text) => typeof text === 'string')
    return isWhole ? [{ id, at, shopper, key }] : []
  } catch {
    return []
  }
}

/**
 * Appends lines; they are on disk when it returns.
 * @throws Error of the file system
 */
export function appendToErasureList(path: string, entries: Remembered[]): void {
  if (entries.length === 0) return
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a', 0o600)
  try {
    // Begins with a new line, in case the last one was cut.
    appendFileSync(file, entries.map((entry) => `\n${JSON.stringify(entry)}`).join(''))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
