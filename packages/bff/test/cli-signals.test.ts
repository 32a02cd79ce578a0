/** Signals that come at a bad moment. */
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { keepHangups } from '../src/cli/signals.ts'

/** Test runners have ears of their own on the process’s signals, and end it. */
function world() {
  const signals = new EventEmitter()
  const heard: string[] = []
  const listen = () => void signals.on('SIGHUP', (signal: string) => heard.push(signal))
  return { signals, heard, listen }
}

it('a SIGHUP that comes while the process starts is heard once it has started', () => {
  const { signals, heard, listen } = world()
  const handOn = keepHangups(signals)
  expect(signals.emit('SIGHUP', 'SIGHUP')).toBe(true)
  listen()
  expect(heard).toEqual([])
  handOn()
  expect(heard).toEqual(['SIGHUP'])
})

it('without one nothing is handed on, and nobody listens any more', () => {
  const { signals, heard, listen } = world()
  const handOn = keepHangups(signals)
  listen()
  handOn()
  expect(heard).toEqual([])
  expect(signals.listenerCount('SIGHUP')).toBe(1)
})
