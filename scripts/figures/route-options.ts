/** How much the app hands to a route plugin. */
import { text } from './files.ts'

/** @returns the members of the largest object in a call `app.register(plugin, { … })`, spreads of the same file counted out */
export function largestRouteOptions(root: string, appFile: string): number {
  const source = text(root, appFile)
  const calls = [...source.matchAll(/app\.register\(\w+, \{([^{}]*)\}\)/g)]
  return Math.max(...calls.map(([, members = '']) => count(source, members)))
}

function count(source: string, members: string): number {
  return split(members).reduce((sum, member) => {
    const [, spread] = /^\.\.\.(\w+)$/.exec(member) ?? []
    return sum + (spread === undefined ? 1 : count(source, literal(source, spread)))
  }, 0)
}

const split = (members: string): string[] =>
  members
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')

/** The members of `const name = { … }`. */
function literal(source: string, name: string): string {
  const [, members] = new RegExp(`const ${name}\\b[^=]*= \\{([^{}]*)\\}`).exec(source) ?? []
  if (members === undefined) throw new Error(`the figure of route options cannot resolve ...${name}`)
  return members
}
