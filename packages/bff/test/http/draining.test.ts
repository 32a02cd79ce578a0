/** A process that shuts down: no request on a keep-alive connection may be turned away. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { order, SECRET_KEY, startWorld } from '../support/world.ts'

it('serves what still comes on a kept connection, and closes it with that answer', async () => {
  const { app } = await startWorld({ listen: true })
  const { port } = app.server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const body = JSON.stringify(order())
  const head = `POST /v1/checkouts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${SECRET_KEY}\r\ncontent-type: application/json`
  socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n`)
  await once(app.server, 'request')

  const closed = app.close()
  while (app.server.listening) await turn()
  socket.write(`${body}GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n`)
  await once(socket, 'end')
  await closed

  const [created = '', alive = ''] = text.split(/(?=HTTP\/1\.1 200)/)
  expect(created).toMatch(/^HTTP\/1\.1 201/)
  expect(created).not.toMatch(/^connection: close/im)
  expect(alive).toMatch(/^connection: close/im)
})
