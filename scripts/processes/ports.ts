/** Finds taken ports before anything is started, so that nothing has to be cleaned up. */
import { createServer } from 'node:net'

/** Browsers try both loopback addresses for `localhost`, so a stranger on either one is in the way. */
const LOOPBACKS = ['127.0.0.1', '::1']

export async function isPortFree(port: number): Promise<boolean> {
  const answers = await Promise.all(LOOPBACKS.map((host) => canListen(host, port)))
  return answers.every(Boolean)
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 answers with another code than EADDRINUSE; that is no reason to stop.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

type NamedPort = { name: string; port: number; variable: string }

/** One line that names every taken port and what to do, or nothing when all are free. */
export async function explainTakenPorts(ports: readonly NamedPort[]): Promise<string | undefined> {
  const free = await Promise.all(ports.map(({ port }) => isPortFree(port)))
  const taken = ports.filter((_, index) => !free[index])
  if (taken.length === 0) return undefined
  const list = taken.map(({ name, port }) => `${port} (${name})`).join(', ')
  const variables = taken.map(({ variable }) => variable).join(', ')
  return `Port ${list} is taken. Stop the program that uses it, or choose another with ${variables}.`
}

export function readPort(text: string | undefined, name: string, fallback: number): number {
  if (!text) return fallback
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new Error(`${name} must be a port number from 1 to 65535, not "${text}".`)
}
