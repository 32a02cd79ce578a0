/** How long this machine's disk takes to make a write durable: no acknowledgement can be quicker than that. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentile } from './notification-load.ts'

const WRITES = 200

export function measureDisk(): { p50: number; p99: number } {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-disk-'))
  const file = openSync(join(directory, 'probe'), 'w')
  const times: number[] = []
  for (let write = 0; write < WRITES; write++) {
    writeSync(file, Buffer.alloc(4096))
    const startedAt = performance.now()
    fdatasyncSync(file)
    times.push(performance.now() - startedAt)
  }
  closeSync(file)
  rmSync(directory, { recursive: true, force: true })
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}
