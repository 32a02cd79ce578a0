/** The TypeScript files below a folder, and their lines. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns paths from the root, in order */
export const sources = (root: string, pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: (path) => /node_modules|^dist$/.test(path) })
    .filter((file) => file.endsWith('.ts'))
    .toSorted()

export const text = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')

export const linesOf = (root: string, file: string): number => text(root, file).trimEnd().split('\n').length

export const allLines = (root: string, pattern: string): number =>
  sources(root, pattern).reduce((sum, file) => sum + linesOf(root, file), 0)
