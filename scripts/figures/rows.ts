/** The rows of the page of figures. Each says how it counts, so that anybody can count again. */
import { basename } from 'node:path'
import { allLines, linesOf, sources, text } from './files.ts'
import { circles, mutualFolders } from './imports.ts'
import { largestRouteOptions } from './route-options.ts'
import { sharedLines } from './shared-lines.ts'

export type Row = { figure: string; before: number; aim: number; now: number; detail: string; how: string }

const BFF = 'packages/bff/src'
const ELEMENT = 'packages/checkout-element/src'
const ENGINE = `${BFF}/payments/{engine,purchases,modifications}/**/*.ts`

/** `before` is the tree of commit f358eb8, which had other folders; there the same was counted by hand. */
export function figureRows(root: string): Row[] {
  const found = circles(root, 'packages/*/src/**/*.ts')
  const mutual = mutualFolders(root, BFF)
  const repeated = repeatedNames(root)
  return [
    {
      figure: 'import circles, types included',
      before: 5,
      aim: 0,
      now: found.length,
      detail: found.map((circle) => `${circle.length} files (${basename(circle[0] ?? '')} …)`).join(', '),
      how: 'groups of files in `packages/*/src` that import themselves through others; lazy `import()` does not count',
    },
    {
      figure: 'folders of the BFF that import each other',
      before: 6,
      aim: 0,
      now: mutual.length,
      detail: mutual.join(', '),
      how: `pairs of folders directly in \`${BFF}\` with imports in both directions`,
    },
    {
      figure: "files in the element's root",
      before: 33,
      aim: 8,
      now: sources(root, `${ELEMENT}/*.ts`).length,
      detail: '',
      how: `\`${ELEMENT}/*.ts\``,
    },
    {
      figure: 'members handed to a route plugin',
      before: 41,
      aim: 10,
      now: largestRouteOptions(root, `${BFF}/app.ts`),
      detail: '',
      how: 'the largest object in an `app.register(plugin, { … })` of `app.ts`',
    },
    {
      figure: 'compositions wired by hand',
      before: 3,
      aim: 1,
      now: compositions(root).length,
      detail: compositions(root).join(', '),
      how: 'files of `packages/bff` and `lab` that import `createPayments`, which only a composition needs',
    },
    {
      figure: 'lines of the engine',
      before: 1918,
      aim: 1300,
      now: allLines(root, ENGINE),
      detail: '',
      how: `\`${ENGINE}\`, comments included; "before" counted only the 18 files that the two engines had in common`,
    },
    {
      figure: 'lines of configuration',
      before: 1362,
      aim: 800,
      now: allLines(root, `${BFF}/config/**/*.ts`),
      detail: '',
      how: `\`${BFF}/config\`, comments included; "before" also counted what is now in \`environment/\` and in the settings of wallets and tracing`,
    },
    {
      figure: 'file names that occur twice in the BFF',
      before: 27,
      aim: 5,
      now: repeated.length,
      detail: repeated.join(', '),
      how: `base names of \`${BFF}\` that more than one folder has`,
    },
    {
      figure: "lines of the BFF's tests",
      before: 25_092,
      aim: 19_000,
      now: allLines(root, 'packages/bff/test/**/*.ts'),
      detail: '',
      how: '`packages/bff/test`',
    },
    {
      figure: 'lines of the README',
      before: 235,
      aim: 120,
      now: linesOf(root, 'README.md'),
      detail: '',
      how: '`README.md`',
    },
    {
      figure: 'pairs of files with six shared lines',
      before: 11,
      aim: 15,
      now: sharedLines(root, `${BFF}/**/*.ts`, 6),
      detail: '',
      how: `pairs of files in \`${BFF}\` with six equal lines in a row, without blank lines, indentation and imports`,
    },
  ]
}

function repeatedNames(root: string): string[] {
  const names = Object.groupBy(sources(root, `${BFF}/**/*.ts`), (file) => basename(file))
  return Object.entries(names).flatMap(([name, files]) => (files && files.length > 1 ? [name] : []))
}

const compositions = (root: string): string[] =>
  sources(root, '{packages/bff,lab}/**/*.ts').filter((file) =>
    /^import \{[^}]*\bcreatePayments\b/m.test(text(root, file)),
  )
