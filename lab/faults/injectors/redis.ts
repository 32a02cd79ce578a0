/** Debian's Redis, to be stopped, starved and locked. */
import { connect } from 'node:net'
import getPort from 'get-port'
import { until } from '../../chaos/poll.ts'
import { startProgram } from '../program.ts'

export type RedisServer = {
  url: string
  /** One command in Redis's inline form. @returns the first line of the answer */
  send(command: string): Promise<string>
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

export async function startRedis(dir: string): Promise<RedisServer> {
  const port = await getPort()
  const args = [
    '--port',
    String(port),
    '--dir',
    dir,
    '--save',
    '',
    '--appendonly',
    'no',
    '--bind',
    '127.0.0.1',
  ]
  const program = startProgram({ command: 'redis-server', args, env: {} })
  const send = (command: string) => ask(port, command)
  await until('Redis', async () => ((await send('PING')) === '+PONG' ? true : undefined), 10_000)
  return {
    url: `redis://127.0.0.1:${port}`,
    send,
    signal: program.signal,
    stop: async () => {
      program.signal('SIGCONT')
      await program.kill()
    },
  }
}

function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.setEncoding('utf8').once('data', (text: string) => {
      socket.destroy()
      resolve(text.split('\r\n')[0] ?? '')
    })
    socket.once('error', reject)
  })
}
