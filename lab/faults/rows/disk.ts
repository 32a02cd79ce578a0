/** The disk is full or broken, or another program keeps the database to itself. */
import { DatabaseSync } from 'node:sqlite'
import type { Fault } from '../fault.ts'
import { breakTable } from '../injectors/files.ts'
import type { Lab } from '../lab.ts'
import { startProgram } from '../program.ts'
import { restart } from './paykka.ts'

const deferred: { undo?: () => void } = {}
const undo = async () => deferred.undo?.()

const cannot = (advice: string) => new RegExp(`^The database cannot be written\\. ${advice}`)

const full = (id: string, title: string, strike: Fault['strike'], more: Partial<Fault> = {}): Fault => ({
  id,
  kind: 'disk',
  title,
  world: { diskMb: 16 },
  strike,
  says: cannot('Its disk is full: make space'),
  light: 'red',
  lift: undo,
  recovery: 'make space; by itself then',
  ...more,
})

/** The first payment is charged and cannot be written; it is the last. */
const brokenPage = (table: string): Fault => ({
  id: `broken-${table.replaceAll('_', '-')}`,
  kind: 'disk',
  title: `a page of the table ${table} is overwritten (\`dd\`)`,
  strike: async (lab) => {
    const orders = [await lab.order(), await lab.order()]
    deferred.undo = breakTable(lab.file, table)
    await restart(lab).catch(() => {})
    for (const order of orders) await lab.pay(order)
  },
  says: /Its files are damaged: stop every BFF and restore a backup/,
  light: 'red',
  lift: async (lab) => {
    await lab.bff().kill()
    undo()
    await lab.start()
  },
  recovery: 'stop it, put the whole file back, start it',
})

/** As `prlimit` does it to a process that runs. */
async function limitFileSize(lab: Lab, bytes: string): Promise<void> {
  const args = ['--pid', String(lab.bff().pid), `--fsize=${bytes}:`]
  await startProgram({ command: 'prlimit', args, env: {} }).ended
}

export const DISK_FAULTS: Fault[] = [
  full(
    'disk-full',
    'the disk is full',
    async (lab) => {
      deferred.undo = lab.disk().fill()
      await lab.buy()
    },
    { short: true },
  ),
  full(
    'disk-full-in-payment',
    'the disk is full when the answer of PayKKa arrives',
    async (lab) => {
      const acted = lab.proxy.acted()
      const paying = lab.buy()
      await acted
      deferred.undo = lab.disk().fill()
      await paying
      await lab.buy()
    },
    { says: /The database cannot be written\. Its disk is full|does not take the result: no new payment/ },
  ),
  {
    id: 'file-too-large',
    kind: 'disk',
    title: 'no file may grow any more (quota, `ulimit -f`)',
    strike: async (lab) => {
      await limitFileSize(lab, '65536')
      await lab.buy()
    },
    says: cannot('Its disk (is full|failed)'),
    light: 'red',
    lift: (lab) => limitFileSize(lab, 'unlimited'),
    recovery: 'raise the quota; by itself then',
  },
  {
    id: 'mounted-over',
    kind: 'disk',
    title: 'another disk is mounted over the folder while the database is open',
    needs: ['root'],
    world: { diskMb: 16 },
    strike: async (lab) => {
      await mount('mount', '-t', 'tmpfs', 'tmpfs', lab.disk().path)
      await lab.buy()
    },
    says: /is gone: writes would be lost now/,
    light: 'red',
    lift: (lab) => mount('umount', lab.disk().path),
    recovery: 'mount the right disk; by itself then',
  },
  brokenPage('shop_events'),
  brokenPage('payments'),
  brokenPage('checkouts'),
  {
    id: 'operator-transaction',
    kind: 'disk',
    title: 'an operator leaves a transaction open in another program',
    short: true,
    strike: async (lab) => {
      const shell = new DatabaseSync(lab.file, { timeout: 5000 })
      shell.exec('begin immediate')
      deferred.undo = () => shell.close()
      await lab.buy()
    },
    says: cannot('Another program keeps a transaction on the file open: end it there'),
    light: 'red',
    lift: undo,
    recovery: 'end the transaction; by itself then',
  },
]

async function mount(command: string, ...args: string[]): Promise<void> {
  await startProgram({ command, args, env: {} }).ended
}
