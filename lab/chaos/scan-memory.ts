/** Reads the memory of a running process, as whoever took over its machine would (Linux, by root or its parent). */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'

/** Where `/proc` gives no memory there is nothing to scan. */
export const canScan = (): boolean => existsSync('/proc/self/mem')

const CHUNK = 16 * 1024 * 1024
/** Longer than anything that is looked for, so that nothing is missed between two chunks. */
const OVERLAP = 256

export type Found = { needle: string; count: number }

/**
 * @param needles texts; each is looked for as one-byte and as two-byte characters, the two forms a JavaScript string has
 * @param isHit looks at what follows a needle (one-byte form) and says whether it counts
 * @returns how often each was found, and how much was read
 */
export function scanMemory(
  pid: number,
  needles: readonly string[],
  isHit: (needle: string, following: string) => boolean = () => true,
): { found: Found[]; bytes: number } {
  const counts = new Map(needles.map((needle) => [needle, 0]))
  let bytes = 0
  const file = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const chunk of chunks(file, pid)) {
      bytes += chunk.length
      for (const needle of needles)
        counts.set(needle, (counts.get(needle) ?? 0) + countIn(chunk, needle, isHit))
    }
  } finally {
    closeSync(file)
  }
  return { found: [...counts].map(([needle, count]) => ({ needle, count })), bytes }
}

function* chunks(file: number, pid: number): Generator<Buffer> {
  const buffer = Buffer.alloc(CHUNK)
  for (const { start, end } of regions(pid)) {
    for (let at = start; at < end; at += CHUNK - OVERLAP) {
      const length = read(file, buffer, Math.min(CHUNK, end - at), at)
      if (length > 0) yield buffer.subarray(0, length)
    }
  }
}

/** A region may be gone or guarded by now. */
function read(file: number, buffer: Buffer, length: number, position: number): number {
  try {
    return readSync(file, buffer, 0, length, position)
  } catch {
    return 0
  }
}

/** Only what can be written: the rest is the program itself. */
function regions(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .map((line) => /^([\da-f]+)-([\da-f]+) rw/.exec(line))
    .filter((match) => match !== null)
    .map(([, start = '', end = '']) => ({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }))
}

function countIn(
  chunk: Buffer,
  needle: string,
  isHit: (needle: string, following: string) => boolean,
): number {
  let count = 0
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const bytes = Buffer.from(needle, encoding)
    for (let at = chunk.indexOf(bytes); at >= 0; at = chunk.indexOf(bytes, at + 1)) {
      const after = at + bytes.length
      if (isHit(needle, chunk.subarray(after, after + 64).toString(encoding))) count++
    }
  }
  return count
}
