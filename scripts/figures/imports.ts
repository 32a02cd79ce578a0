/** The graph of imports: files that lead back to themselves, and folders that import each other. Types count, lazy imports do not. */
import { posix } from 'node:path'
import { sources, text } from './files.ts'

type Graph = Map<string, string[]>

const STATIC_IMPORT = /^(?:import|export)\b[^'"(]*?['"](\.{1,2}\/[^'"]+)['"]/gm

function importGraph(root: string, pattern: string): Graph {
  const files = sources(root, pattern)
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const targets = [...text(root, file).matchAll(STATIC_IMPORT)].map(([, path = '']) =>
        posix.join(posix.dirname(file), path),
      )
      return [file, targets.filter((target) => known.has(target))]
    }),
  )
}

/** @returns the files that can be reached from one file */
function reachable(graph: Graph, from: string): Set<string> {
  const seen = new Set<string>()
  const open = [...(graph.get(from) ?? [])]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    open.push(...(graph.get(file) ?? []))
  }
  return seen
}

/** @returns each circle of imports as its files, the largest first */
export function circles(root: string, pattern: string): string[][] {
  const graph = importGraph(root, pattern)
  const reach = new Map([...graph.keys()].map((file) => [file, reachable(graph, file)]))
  const done = new Set<string>()
  const found: string[][] = []
  for (const [file, targets] of reach) {
    if (done.has(file) || !targets.has(file)) continue
    const circle = [...targets].filter((other) => reach.get(other)?.has(file))
    for (const member of circle) done.add(member)
    found.push(circle)
  }
  return found.toSorted((a, b) => b.length - a.length)
}

/** @returns each pair of folders below `folder` whose files import each other, for example `checkouts ⇄ payments` */
export function mutualFolders(root: string, folder: string): string[] {
  const room = (file: string) => file.slice(folder.length + 1).split('/', 1)[0] ?? ''
  const edges = new Set<string>()
  for (const [file, targets] of importGraph(root, `${folder}/*/**/*.ts`))
    for (const target of targets) edges.add(`${room(file)} ⇄ ${room(target)}`)
  return [...edges].filter((edge) => {
    const [a = '', b = ''] = edge.split(' ⇄ ')
    return a < b && edges.has(`${b} ⇄ ${a}`)
  })
}
