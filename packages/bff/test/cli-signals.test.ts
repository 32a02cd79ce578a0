/** Signals that come at a bad moment. */
import { expect, it, onTestFinished } from 'vitest'
import { keepHangups } from '../src/cli/signals.ts'

it('a SIGHUP that comes while the process starts is heard once it has started', async () => {
  const heard: string[] = []
  const reload = (signal: string) => heard.push(signal)
  onTestFinished(() => void process.off('SIGHUP', reload))

  const handOn = keepHangups()
  const came = new Promise((resolve) => process.once('SIGHUP', resolve))
  process.kill(process.pid, 'SIGHUP')
  await came
  process.on('SIGHUP', reload)
  expect(heard).toEqual([])
  handOn()
  expect(heard).toEqual(['SIGHUP'])
})

it('without one nothing is handed on', () => {
  const heard: string[] = []
  const reload = (signal: string) => heard.push(signal)
  onTestFinished(() => void process.off('SIGHUP', reload))
  process.on('SIGHUP', reload)
  keepHangups()()
  expect(heard).toEqual([])
})
