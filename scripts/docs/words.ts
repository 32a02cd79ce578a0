/**
 * `node scripts/docs/words.ts`: finds phrases that `words.json` avoids, in documents, and in comments and messages of the
 * source. `--count` prints how many each folder has. Names, code and the shopper's texts in other languages are left alone.
 */
import { globSync, readFileSync } from 'node:fs'
import { inRoot, ROOT } from '../paths.ts'
import { documents, prose } from './documents.ts'

type Word = { avoid: string; say: string }
export type Finding = { file: string; line: number; phrase: string; say: string }

const { words } = JSON.parse(readFileSync(inRoot('scripts', 'docs', 'words.json'), 'utf8')) as {
  words: Word[]
}
const avoided = words.map(({ avoid, say }) => ({ say, pattern: phrase(avoid) }))
const SOURCES = ['packages/*/{src,scripts,gallery,test}/**/*.ts', '{scripts,lab,bench,e2e}/**/*.ts']
/** Not read: texts for shoppers, which have the apostrophes of their languages, and the list of phrases. */
const SKIPPED =
  /node_modules|\/locales\/|-messages\.ts$|hosted-names\.ts$|\.d\.ts$|scripts\/(docs\/words|test\/docs-words)/

/** A word of letters ends where no letter, digit or hyphen follows; spaces may be a line's end. */
function phrase(avoid: string): RegExp {
  const body = avoid.replaceAll(' ', '\\s+(?:\\*\\s+|//\\s+)?')
  return new RegExp(/^\W/.test(avoid) ? body : `(?<![\\w-])(?:${body})(?![\\w-])`, 'gi')
}

/** @returns each avoided phrase of a text, with its line */
export function findings(file: string, text: string): Finding[] {
  return avoided.flatMap(({ say, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length
      return { file, line, phrase: match[0].replaceAll(/\s+/g, ' '), say }
    }),
  )
}

/** Left out: code, addresses, what a report quotes of a run's output, and what the changelog says of released versions. */
function readable(text: string, file: string): string {
  const newest = file === 'CHANGELOG.md' ? text.split(/^## (?!Unreleased)/m, 1).join('') : text
  const prose = newest.replaceAll(/`[^`\n]*`/g, blank).replaceAll(/\]\([^)\s]*\)|https?:\S+/g, blank)
  return file.startsWith('docs/reports/') ? prose.replaceAll(/"[^"\n]*"/g, blank) : prose
}

/**
 * Comments, and strings of three words or more; all else becomes blank, so that lines keep their numbers. HTML,
 * SQL and what a template fills in are code.
 */
export function spoken(source: string): string {
  const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  let end = 0
  let text = ''
  for (const { 0: part, index } of source.matchAll(parts)) {
    const isRead =
      part.startsWith('/') ||
      (part.split(/\s+/).length > 2 && !/^.\s*(<|(select|insert|update|delete|begin)\b)/i.test(part))
    text += blank(source.slice(end, index)) + (isRead ? part.replaceAll(CODE, blank) : blank(part))
    end = index + part.length
  }
  return text
}

/** Inside of a comment or a template: code in backticks, values, and the name after a JSDoc tag. */
const CODE = /\$\{[^}]*\}|`[^`\n]+`|@\w+ [\w-]+ - /g

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')

export function allFindings(): Finding[] {
  const pages = documents().map((page) => findings(page.file, readable(prose(page), page.file)))
  const files = globSync(SOURCES, { cwd: ROOT, exclude: (path) => path.endsWith('node_modules') })
  const sources = files
    .filter((file) => !SKIPPED.test(file))
    .map((file) => findings(file, spoken(readFileSync(inRoot(file), 'utf8'))))
  return [...pages, ...sources].flat()
}

function main(): void {
  const found = allFindings()
  if (process.argv.includes('--count')) console.table(counts(found))
  else report(found)
}

function report(errors: Finding[]): void {
  for (const { file, line, phrase, say } of errors) console.error(`${file}:${line}: "${phrase}". Say: ${say}`)
  process.exitCode = errors.length > 0 ? 1 : 0
}

function counts(found: Finding[]): Record<string, number> {
  const rooms = Object.groupBy(found, ({ file }) => /^packages\/[^/]+\/[^/]+|^[^/]+/.exec(file)?.[0] ?? '')
  return Object.fromEntries(Object.entries(rooms).map(([room, all]) => [room, all?.length ?? 0]))
}

if (process.argv[1] === import.meta.filename) main()
