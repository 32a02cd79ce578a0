/** `node scripts/docs/llms.ts`: writes llms.txt, the documents' index in the form of llmstxt.org, from docs/index.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { inRoot } from '../paths.ts'

const SUMMARY =
  "`<paykka-checkout>`, a web component, and its server (the BFF) take payments in a shop's own page through PayKKa's v3 API."

/** @returns the text of llms.txt: a section per heading of the index, a line per page */
export function llmsText(): string {
  const index = readFileSync(inRoot('docs', 'index.md'), 'utf8')
  const sections = index.split(/^## /m).slice(1).map(section)
  return ['# paykka-checkout', `> ${SUMMARY}`, ...sections].join('\n\n').concat('\n')
}

function section(text: string): string {
  const [title = '', ...lines] = text.split('\n')
  return `## ${title}\n\n${lines.flatMap(entries).join('\n')}`
}

/** A row may link several pages that share one description. */
function entries(line: string): string[] {
  const [, pages = '', about = ''] = /^\| (.*\]\(.*) \| (.*) \|$/.exec(line) ?? []
  return [...pages.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(
    ([, title, target = '']) => `- [${title}](${posix.join('docs', target)}): ${about}`,
  )
}

if (process.argv[1] === import.meta.filename) writeFileSync(inRoot('llms.txt'), llmsText())
