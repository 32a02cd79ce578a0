/** The documents people read, taken apart: headings, links and fenced blocks with the lines they stand on. */
import { globSync, readFileSync } from 'node:fs'
import { ROOT } from '../paths.ts'

export type Block = { file: string; line: number; language: string; text: string }
export type Document = { file: string; text: string; blocks: Block[] }

const PLACES = [
  '*.md',
  'docs/**/*.md',
  'deploy/**/*.md',
  'packages/*/README.md',
  'examples/*.md',
  'examples/*/README.md',
  'examples/*/*/README.md',
]

/** @returns every document of the repository, by path */
export function documents(): Document[] {
  return globSync(PLACES, { cwd: ROOT, exclude: ['**/node_modules'] })
    .toSorted()
    .map((file) => readDocument(file, readFileSync(`${ROOT}${file}`, 'utf8')))
}

export function readDocument(file: string, text: string): Document {
  return { file, text, blocks: blocksOf(file, text.split('\n')) }
}

function blocksOf(file: string, lines: string[]): Block[] {
  const blocks: Block[] = []
  let open: { indent: string; block: Block; lines: string[] } | undefined
  for (const [index, line] of lines.entries()) {
    const [, indent = '', language] = /^(\s*)```(\S*)/.exec(line) ?? []
    if (language === undefined) open?.lines.push(line.slice(open.indent.length))
    else if (!open) open = { indent, block: { file, line: index + 1, language, text: '' }, lines: [] }
    else {
      blocks.push({ ...open.block, text: open.lines.join('\n') })
      open = undefined
    }
  }
  if (open) throw new Error(`${file}:${open.block.line}: the block is not closed`)
  return blocks
}

/** @returns a document's text without its fenced blocks, line numbers kept */
export function prose({ text }: Document): string {
  let inside = false
  return text
    .split('\n')
    .map((line) => {
      const fence = /^\s*```/.test(line)
      if (fence) inside = !inside
      return inside || fence ? '' : line
    })
    .join('\n')
}

/** @returns where a document's headings can be linked to, as forges name them */
export function anchors(document: Document): Set<string> {
  const seen = new Map<string, number>()
  const slugs = [...prose(document).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = slugOf(heading)
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  })
  return new Set(slugs)
}

const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

export type Link = { target: string; line: number }

/** @returns every link to a file of this repository or into the same page */
export function localLinks(document: Document): Link[] {
  return prose(document)
    .split('\n')
    .flatMap((text, index) =>
      [...text.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({
        target,
        line: index + 1,
      })),
    )
    .filter(({ target }) => !/^[a-z]+:/.test(target))
}
