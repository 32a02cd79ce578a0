/** Signals that come at a bad moment. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { listenForSignals } from '../../src/cli/signals.ts'

/** Test runners have ears of their own on the process's signals, and end it. */
function world() {
  const signals = new EventEmitter()
  const [heard, said]: string[][] = [[], []]
  const listen = () => void signals.on('SIGHUP', (signal: string) => heard?.push(signal))
  return { signals, heard, said, listen, ...listenForSignals(signals, (text) => said?.push(text)) }
}

describe('SIGHUP', () => {
  it('that comes while the process starts is heard once it has started', () => {
    const { signals, heard, listen, handOn } = world()
    expect(signals.emit('SIGHUP', 'SIGHUP')).toBe(true)
    listen()
    expect(heard).toEqual([])
    handOn()
    expect(heard).toEqual(['SIGHUP'])
  })

  it('without one nothing is handed on', () => {
    const { heard, listen, handOn } = world()
    listen()
    handOn()
    expect(heard).toEqual([])
  })

  it('finds somebody at every time: without a listener it would end the process', () => {
    const { signals, listen, handOn } = world()
    listen()
    handOn()
    // As the rotation of keys does when the drain begins.
    for (const listener of signals.listeners('SIGHUP').slice(1)) signals.off('SIGHUP', listener as () => void)
    expect(signals.emit('SIGHUP', 'SIGHUP')).toBe(true)
  })
})

it.each(['SIGTERM', 'SIGINT', 'SIGQUIT'])('%s stops the process, at every time, and once', (name) => {
  const { signals, stop } = world()
  expect(stop.aborted).toBe(false)
  for (let count = 0; count < 3; count++) expect(signals.emit(name, name)).toBe(true)
  expect(stop.aborted).toBe(true)
})

it.each(['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGXFSZ'])('%s is ignored, which is said once', (name) => {
  const { signals, stop, said } = world()
  for (let count = 0; count < 3; count++) expect(signals.emit(name, name)).toBe(true)
  expect([stop.aborted, said]).toEqual([false, [`paykka-bff: ${name} is ignored`]])
})
