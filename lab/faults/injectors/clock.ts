/** A wall clock that can be set while processes run by it: libfaketime. What counts time apart from the date goes on. */
import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type FakeClock = {
  env: Record<string, string>
  /** Sets the clock of every process that goes by it, for example `+1y`, `-3600`. */
  set(offset: string): void
}

/** @returns the library's file, undefined where it is not installed */
export function findFakeTime(): string | undefined {
  return globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0]
}

/** @returns a clock that some of several processes go by; each starts right */
export function makeClock(dir: string, name = 'clock'): FakeClock {
  const file = join(dir, name)
  // Whole or not at all: the processes read it at every look at the time.
  const set = (offset: string) => {
    writeFileSync(`${file}.part`, `${offset}\n`)
    renameSync(`${file}.part`, file)
  }
  set('+0')
  return {
    env: {
      LD_PRELOAD: findFakeTime() ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    set,
  }
}
