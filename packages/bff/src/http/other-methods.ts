/** A known path with an unsupported method gets 405 with `Allow`, so that the caller sees the mistake. */
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problem-handlers.ts'

/** Call it before the routes are registered: it answers before the body is read, whatever its size and type. */
export function refuseOtherMethods(app: FastifyInstance): void {
  const paths = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = paths.get(url) ?? new Set()
    for (const name of [method].flat()) methods.add(name)
    paths.set(url, methods)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const asked = request.url.split('?')[0] ?? ''
    const [path] = [...paths.keys()].filter((known) => matches(known, asked)).toSorted(byExactness)
    if (path === undefined) return
    const allow = [...(paths.get(path) ?? [])].toSorted().join(', ')
    return sendProblem(request, reply.header('allow', allow), 'method_not_allowed')
  })
}

/** @param known a route's path, where a part that begins with a colon matches any part, and a star matches the rest */
function matches(known: string, asked: string): boolean {
  const parts = partsOf(known)
  const given = partsOf(asked)
  const isOpen = parts.at(-1) === '*'
  return (
    (isOpen ? given.length >= parts.length : given.length === parts.length) &&
    parts.every((part, at) => part === '*' || part.startsWith(':') || part === given[at])
  )
}

/** Ignores doubled and trailing slashes, like the router. */
const partsOf = (path: string) => path.split('/').filter((part) => part !== '')

const variables = (path: string) =>
  partsOf(path).filter((part) => part === '*' || part.startsWith(':')).length
const byExactness = (a: string, b: string) => variables(a) - variables(b)
