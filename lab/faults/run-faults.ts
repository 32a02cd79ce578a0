/** Plays the faults one by one, and writes the page once each of them was played. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { PostgresServer } from '../../packages/bff/test/database/postgres-server.ts'
import { startPostgres } from '../../packages/bff/test/database/postgres-server.ts'
import { startEmulatorProcess } from './emulator.ts'
import type { Fault } from './fault.ts'
import { measureFigures } from './figures.ts'
import type { Ground } from './lab.ts'
import { missing } from './needs.ts'
import { writePage } from './page.ts'
import type { Outcome } from './play.ts'
import { playFault } from './play.ts'
import { keepResults } from './results.ts'
import { FAULTS } from './rows/all.ts'
import { failures, isSound } from './verdict.ts'

/** @returns the exit code */
async function runFaults(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, short: { type: 'boolean' } },
  })
  const chosen = choose(values)
  const possible = chosen.filter((fault) => missing(fault).length === 0)
  for (const fault of chosen.filter((one) => !possible.includes(one)))
    say(`skipped  ${fault.id}: needs ${missing(fault).join(', ')}`)
  const whole = possible.length === FAULTS.length
  const outcomes = await onGround(async (ground) => {
    const played = await playAll(ground, possible)
    const results = keepResults(FAULTS, played, whole ? await measureFigures(ground) : undefined)
    if (results) writePage(results.outcomes, results.figures)
    return played
  })
  const sound = outcomes.filter(isSound).length
  say(`${sound} passed, ${outcomes.length - sound} failed`)
  return sound === outcomes.length ? 0 : 1
}

function choose({ only, short }: { only?: string; short?: boolean }): Fault[] {
  const ids = only?.split(',')
  const unknown = ids?.find((id) => !FAULTS.some((fault) => fault.id === id))
  if (unknown !== undefined) throw new TypeError(`There is no fault ${unknown}.`)
  return FAULTS.filter((fault) => (ids?.includes(fault.id) ?? true) && (!short || fault.short))
}

/** What all faults share is started once. */
async function onGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const keysDir = mkdtempSync(join(tmpdir(), 'paykka-lab-keys-'))
  const emulator = await startEmulatorProcess(keysDir)
  const deferred: { postgres?: PostgresServer } = {}
  const postgres = async () => {
    deferred.postgres ??= await startPostgres()
    return deferred.postgres
  }
  try {
    return await work({ emulator, keysDir, postgres })
  } finally {
    await deferred.postgres?.stop()
    await emulator.stop()
    rmSync(keysDir, { recursive: true, force: true })
  }
}

async function playAll(ground: Ground, faults: readonly Fault[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const fault of faults) {
    const outcome = await playFault(ground, fault)
    outcomes.push(outcome)
    const word = isSound(outcome) ? 'ok     ' : 'FAILED '
    const why = isSound(outcome) ? [] : [...failures(outcome), ...outcome.loud.slice(-12)]
    say([`${word} ${fault.id}, ${outcome.seconds.toFixed(1)} s`, ...why].join('\n         '))
  }
  return outcomes
}

const say = (line: string) => process.stdout.write(`${line}\n`)

process.exit(await runFaults(process.argv.slice(2)))
