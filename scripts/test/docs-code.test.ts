/** The code in the documents: types, JSON, HTML, and the commands of shells. */
import { expect, it } from 'vitest'
import { buildBff } from '../build/build-bff.ts'
import { checkHtml } from '../docs/check-html.ts'
import { checkShell } from '../docs/check-shell.ts'
import type { Block } from '../docs/documents.ts'
import { documents } from '../docs/documents.ts'
import { typeCheck } from '../docs/type-check.ts'

const blocks = documents().flatMap((document) => document.blocks)
const inLanguage = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language))
const block = (language: string, text: string): Block => ({ file: 'x.md', line: 1, language, text })

/** Those that a test runs, parses or compares; a diagram and other programs' settings are not code of ours. */
const KNOWN = ['ts', 'tsx', 'js', 'html', 'json', 'http', 'sh', 'css', 'mermaid', 'nginx', 'text']

it('every block names its language', () => {
  const unknown = blocks.filter(({ language }) => !KNOWN.includes(language))
  expect(unknown).toStrictEqual([])
})

it('TypeScript and JavaScript have the types of the packages, and wrong code would be found', async () => {
  const code = inLanguage('ts', 'tsx', 'js')
  const scripts = inLanguage('html').flatMap((page) => checkHtml(page).scripts)
  const wrong = [
    block('ts', "import { nothing } from '@paykka-checkout/bff'\nexport { nothing }"),
    block('js', "document.querySelector('paykka-checkout').nothing()"),
  ]
  const complaints = await typeCheck([...code, ...scripts, ...wrong])
  expect(
    complaints.map((complaint) => complaint.split(' ').slice(0, 2).join(' ')),
    complaints.join('\n'),
  ).toStrictEqual(['x.md:2 TS2305', 'x.md:2 TS2339'])
  expect(code.length).toBeGreaterThan(15)
})

it('JSON can be read', () => {
  for (const { file, line, text } of inLanguage('json'))
    expect(() => JSON.parse(text), `${file}:${line}`).not.toThrow()
})

it('HTML is well-formed and uses attributes, slots and files that are there', () => {
  expect(inLanguage('html').flatMap((page) => checkHtml(page).problems)).toStrictEqual([])
  for (const text of [
    '<paykka-checkout bff-address=""></paykka-checkout>',
    '<paykka-checkout><p slot="middle"></p></paykka-checkout>',
    '<script type="module" src="https://pay.shop.example/element/v1/nothing.js"></script>',
    '<p id="a" id="b"></p>',
  ])
    expect(checkHtml(block('html', text)).problems.length, text).toBe(1)
})

it('shell commands name scripts, commands, options and variables that are there', async () => {
  await buildBff()
  const found = await Promise.all(inLanguage('sh').map(checkShell))
  expect(found.flat()).toStrictEqual([])
  for (const text of [
    'npm run nothing',
    'paykka-bff nothing',
    'paykka-bff events list --nothing',
    'node packages/nothing.ts',
    'PAYKKA_NOTHING=1 paykka-bff start',
    "echo 'open",
  ])
    expect((await checkShell(block('sh', text))).length, text).toBe(1)
})
