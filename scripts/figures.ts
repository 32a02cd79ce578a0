/** `npm run figures`: counts how easy the tree is to move into, prints it, and writes docs/reports/figures.md. */
import { writeFileSync } from 'node:fs'
import type { Row } from './figures/rows.ts'
import { figureRows } from './figures/rows.ts'
import { inRoot, ROOT } from './paths.ts'

const INTRO = `# Figures

\`npm run figures\` counts these and writes this page. They show how easy the tree is to find your way in. "Before" is
commit f358eb8, counted partly by hand because its folders differed. Features were added since then.`

const format = (value: number) => value.toLocaleString('en-US')

function page(rows: Row[]): string {
  const lines = rows.map(
    ({ figure, before, aim, now, how }) =>
      `| ${figure} | ${format(before)} | ${aim === 0 ? '0' : `≤ ${format(aim)}`} | ${format(now)} | ${how} |`,
  )
  const details = rows
    .filter(({ detail }) => detail !== '')
    .map(({ figure, detail }) => `- ${figure}: ${detail}`)
  const more = details.length > 0 ? `\n\n## Details\n\n${details.join('\n')}` : ''
  const head = '| figure | before | aim | now | how it is counted |\n| --- | ---: | ---: | ---: | --- |'
  return `${INTRO}\n\n${head}\n${lines.join('\n')}${more}\n`
}

const rows = figureRows(ROOT)
console.table(rows.map(({ figure, before, aim, now }) => ({ figure, before, aim, now, met: now <= aim })))
writeFileSync(inRoot('docs', 'reports', 'figures.md'), page(rows))
