/** A plugin of Prettier: Markdown tables stay as narrow as their cells, because one long cell would widen every row. */
import type { AstPath, Doc, Parser, Printer } from 'prettier'
import { doc } from 'prettier'
import * as markdown from 'prettier/plugins/markdown'

type Node = { type: string; align?: (keyof typeof RULES | null)[]; children?: unknown[] }

const { join, hardline } = doc.builders
const RULES = { left: ':---', right: '---:', center: ':---:' }
const { parsers: theirs, printers: print } = markdown as unknown as {
  parsers: { markdown: Parser<Node> }
  printers: { mdast: Printer<Node> }
}

/** A separate format, because Prettier prefers its built-in printer for `mdast`. */
export const parsers = { markdown: { ...theirs.markdown, astFormat: 'mdast-compact' } }

export const printers = {
  'mdast-compact': {
    ...print.mdast,
    print: (...[path, options, next, args]: Parameters<Printer<Node>['print']>): Doc =>
      path.node.type === 'table' ? table(path, next) : print.mdast.print(path, options, next, args),
  },
}

function table(path: AstPath, next: (path: AstPath) => Doc): Doc {
  const cell = (at: AstPath): Doc => (isEmpty(at.node) ? ' |' : [' ', next(at), ' |'])
  const [head = '', ...body] = path.map((line: AstPath) => ['|', ...line.map(cell, 'children')], 'children')
  const sides = (path.node as Node).align ?? []
  const rule = ['|', ...sides.map((side) => ` ${side ? RULES[side] : '---'} |`)]
  return join(hardline, [head, rule, ...body])
}

const isEmpty = (node: unknown) => (node as Node).children?.length === 0
