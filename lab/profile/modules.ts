/** Which source a place in the built BFF comes from: the build keeps a comment before each module. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BFF_BUNDLE } from '../../scripts/paths.ts'

const FOLDER = BFF_BUNDLE.slice(0, BFF_BUNDLE.lastIndexOf('/') + 1)
const HEADING = /^\/\/ (?:#region )?((?:\.\.\/|src\/|\0).+)$/

type Heading = { line: number; module: string }

const known = new Map<string, Heading[]>()

/**
 * @param url of the script, as V8 names it
 * @param line from 0
 * @returns the source's path, or the URL of a script that is not part of the build
 */
export function moduleAt(url: string, line: number): string {
  if (!url.startsWith('file:')) return url
  const file = fileURLToPath(url)
  if (!file.startsWith(FOLDER)) return file
  const headings = known.get(file) ?? headingsOf(readFileSync(file, 'utf8'))
  known.set(file, headings)
  return headings.findLast((heading) => heading.line <= line)?.module ?? file
}

/** @returns the first line of each module, in order */
export function headingsOf(text: string): Heading[] {
  return text.split('\n').flatMap((row, line) => {
    const module = HEADING.exec(row)?.[1]
    return module === undefined ? [] : [{ line, module }]
  })
}
