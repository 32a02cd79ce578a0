/** A server that speaks Redis's protocol as far as our counters need it, and fails in each way that Redis can. */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'

/** `hang` says nothing, `slow` answers 60 ms late; the others are how Redis begins its refusals. */
export type Mood = 'well' | 'hang' | 'slow' | 'READONLY' | 'OOM' | 'NOPERM'

type FakeRedis = { url: string; mood: Mood; counted: Map<string, number>; close(): void }

const REFUSALS: Partial<Record<Mood, string>> = {
  READONLY: "-READONLY You can't write against a read only replica.\r\n",
  OOM: "-OOM command not allowed when used memory > 'maxmemory'.\r\n",
  NOPERM: "-NOPERM User default has no permissions to run the 'evalsha' command\r\n",
}
const SLOW_MS = 60
const TTL = ':60000\r\n'

export async function startFakeRedis(): Promise<FakeRedis> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const queued: string[] = []
    socket.setEncoding('latin1').on('error', () => {})
    socket.on('data', (data: Buffer | string) => {
      for (const words of commandsIn(String(data))) reply(fake, socket, answerTo(fake, words, queued))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const fake: FakeRedis = {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'well',
    counted: new Map(),
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
  return fake
}

/** Commands are arrays of bulk strings; the client sends each whole. */
function commandsIn(data: string): string[][] {
  return data
    .split(/^(?=\*\d+\r\n)/m)
    .map((text) => [...text.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, word = '']) => word))
}

function reply({ mood }: FakeRedis, socket: Socket, text: string): void {
  if (mood === 'hang') return
  if (mood === 'slow') setTimeout(() => socket.write(text), SLOW_MS)
  else socket.write(text)
}

function answerTo({ mood, counted }: FakeRedis, [name = '', ...rest]: string[], queued: string[]): string {
  const command = name.toLowerCase()
  const refusal = REFUSALS[mood]
  if (command === 'info') return '$19\r\nredis_version:7.0.0\r\n'
  if (command === 'multi') queued.length = 0
  if (command === 'get') queued.push(`${rest[0]}`)
  // A read-only server lets its counts be read.
  const closed = refusal && mood !== 'READONLY'
  if (command === 'get' || command === 'pttl') return closed ? refusal : '+QUEUED\r\n'
  if (command === 'exec')
    return closed ? '-EXECABORT Transaction discarded\r\n' : stateOf(counted.get(queued[0] ?? ''))
  if (!command.startsWith('eval')) return '+OK\r\n'
  if (refusal) return refusal
  const [, , key = '', points = '1'] = rest
  counted.set(key, (counted.get(key) ?? 0) + Number(points))
  return `*2\r\n:${counted.get(key)}\r\n${TTL}`
}

const stateOf = (count: number | undefined) =>
  count === undefined ? '*2\r\n$-1\r\n:-2\r\n' : `*2\r\n$${String(count).length}\r\n${count}\r\n${TTL}`
