/** Links between the documents lead somewhere, and the index knows every page. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import type { Document } from '../docs/documents.ts'
import { anchors, documents, localLinks, readDocument } from '../docs/documents.ts'
import { llmsText } from '../docs/llms.ts'
import { inRoot, ROOT } from '../paths.ts'

const all = documents()
const byFile = new Map(all.map((document) => [document.file, document]))

function brokenLinks(document: Document): string[] {
  return localLinks(document).flatMap(({ target, line }) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? document.file : join(dirname(document.file), path)
    const found = byFile.get(file)
    const isBroken =
      !existsSync(inRoot(file)) || (anchor !== undefined && found && !anchors(found).has(anchor))
    return isBroken ? [`${document.file}:${line}: ${target}`] : []
  })
}

it('every link to a file or a heading leads there', () => {
  expect(all.flatMap(brokenLinks)).toStrictEqual([])
  expect(all.flatMap(localLinks).length).toBeGreaterThan(100)
})

it('a broken link would be found', () => {
  const page = readDocument(
    'docs/x.md',
    '# A b\n[1](#a-b) [2](#a) [3](index.md) [4](nothing.md) `[5](no.md)`',
  )
  expect(brokenLinks({ ...page, file: 'docs/x.md' }).length).toStrictEqual(3)
  byFile.set('docs/x.md', page)
  expect(brokenLinks({ ...page, file: 'docs/x.md' }).length).toStrictEqual(3)
})

/** Messages, comments and settings name pages too: `docs/guides/x.md#heading`, as a reader opens them from the root. */
function brokenMentions(file: string, text: string): string[] {
  return [...text.matchAll(/(?<![\w/])docs\/([\w-]+\/)*[\w-]+\.md(#[\w-]+)?/g)].flatMap(([mention]) => {
    const [page = '', anchor] = mention.split('#')
    const found = byFile.get(page)
    return found && (anchor === undefined || anchors(found).has(anchor)) ? [] : [`${file}: ${mention}`]
  })
}

const SPOKEN = [
  'packages/*/{src,scripts,gallery}/**',
  'scripts/**',
  'lab/**',
  'bench/**',
  'e2e/**',
  'deploy/**',
  '*.json',
]

it('every page that code, a message or a setting names exists', () => {
  const files = globSync([...SPOKEN, '.env.example', '.github/**'], {
    cwd: ROOT,
    exclude: (path) => /node_modules|test$|dist$|results$/.test(path),
  }).filter((file) => /\.(ts|js|json|ya?ml|service|example)$|Dockerfile$/.test(file))
  const texts = files.map((file) => [file, readFileSync(inRoot(file), 'utf8')] as const)
  expect(texts.flatMap(([file, text]) => brokenMentions(file, text))).toStrictEqual([])
  expect(texts.filter(([, text]) => text.includes('docs/guides/')).length).toBeGreaterThan(5)
  expect(brokenMentions('x.ts', 'see docs/guides/no.md and docs/index.md#no').length).toBe(2)
})

it('the index lists every page of docs/, the decisions as one', () => {
  const listed = new Set(localLinks(byFile.get('docs/index.md') as Document).map(({ target }) => target))
  const pages = all.map(({ file }) => file).filter((file) => /^docs\/(?!decisions\/)/.test(file))
  const missing = pages.filter((file) => file !== 'docs/index.md' && !listed.has(file.slice(5)))
  expect(missing).toStrictEqual([])
})

it('llms.txt is what the index says (node scripts/docs/llms.ts writes it)', () => {
  expect(readFileSync(inRoot('llms.txt'), 'utf8')).toBe(llmsText())
})
