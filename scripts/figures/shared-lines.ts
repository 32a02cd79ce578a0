/** Pairs of files that share a run of lines, word for word. */
import { sources, text } from './files.ts'

/** @returns how many pairs of files share `length` lines in a row; blank lines, indentation and imports do not count */
export function sharedLines(root: string, pattern: string, length: number): number {
  const owners = new Map<string, Set<string>>()
  for (const file of sources(root, pattern))
    for (const run of runs(codeLines(text(root, file)), length))
      owners.set(run, (owners.get(run) ?? new Set()).add(file))
  const pairs = [...owners.values()].flatMap((files) => pairsOf([...files]))
  return new Set(pairs).size
}

const codeLines = (source: string): string[] =>
  source
    .replaceAll(/^import\b[^'"]*['"][^'"]+['"]$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const runs = (lines: string[], length: number): string[] =>
  lines.slice(length - 1).map((_, start) => lines.slice(start, start + length).join('\n'))

const pairsOf = (files: string[]): string[] =>
  files.flatMap((a, index) => files.slice(index + 1).map((b) => `${a} ${b}`))
