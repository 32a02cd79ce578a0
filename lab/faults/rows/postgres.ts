/** PostgreSQL refuses, stalls, ends, or is another database. */
import type { Fault, Light } from '../fault.ts'
import {
  asOwner,
  endConnections,
  execute,
  executeInside,
  holdTransaction,
  nameOf,
  stopBackends,
} from '../injectors/postgres.ts'
import { pass } from '../injectors/proxy.ts'
import type { Lab } from '../lab.ts'

const deferred: { undo?: () => unknown } = {}
const undo = async () => deferred.undo?.()

const cannot = (advice: string) => new RegExp(`^The database cannot be written\\. ${advice}`)

type More = Partial<Omit<Fault, 'world'>> & { cold?: true }

const postgres = (
  id: string,
  title: string,
  says: Fault['says'],
  strike: Fault['strike'],
  { cold, ...more }: More = {},
): Fault => ({
  id: `pg-${id}`,
  kind: 'PostgreSQL',
  title,
  world: { database: 'postgres', ...(cold ? { cold } : {}) },
  strike,
  says,
  light: 'red',
  lift: undo,
  recovery: 'by itself after the repair',
  ...more,
})

const REFUSES = { cold: true, light: 'off' as Light } as const

const setReadOnly = async (lab: Lab, value: 'on' | 'off') => {
  await execute(lab, `alter database ${nameOf(lab)} set default_transaction_read_only = ${value}`)
  if (value === 'on') await endConnections(lab)
}

/** PayKka has charged when it happens, and its answer arrives a moment later. */
const inPayment = async (lab: Lab, strike: () => Promise<unknown>) => {
  lab.proxy.next((reply, out, before) => void setTimeout(() => pass(reply, out, before), 300))
  const acted = lab.proxy.acted()
  const paying = lab.buy()
  await acted
  await strike()
  await paying
}

const rename = (lab: Lab, from: string, to: string) => execute(lab, `alter database ${from} rename to ${to}`)

export const POSTGRES_FAULTS: Fault[] = [
  postgres(
    'read-only',
    'it becomes read-only during a payment',
    cannot('It takes no writes: end its read-only mode'),
    (lab) => inPayment(lab, () => setReadOnly(lab, 'on')),
    {
      lift: (lab) => setReadOnly(lab, 'off'),
      short: true,
    },
  ),
  postgres(
    'stands-still',
    'its processes stand still',
    cannot('(It did not answer in time|Look at the database server)'),
    async (lab) => {
      deferred.undo = await stopBackends(lab)
      await lab.buy()
    },
  ),
  postgres(
    'crash',
    'it crashes during a payment, and starts again',
    cannot('Look at the database server'),
    (lab) => inPayment(lab, () => lab.postgres().crash()),
    {
      lift: (lab) => lab.postgres().restart(),
    },
  ),
  postgres(
    'connections-ended',
    'all connections are ended during a payment',
    { nothing: 'connections are opened anew, and almost no statement fails' },
    (lab) => inPayment(lab, () => endConnections(lab)),
    {
      light: 'green',
      lift: async () => {},
      recovery: 'by itself',
    },
  ),
  postgres(
    'locked',
    'an operator locks the table of payments',
    cannot('It did not answer in time: look at its load and its locks'),
    async (lab) => {
      deferred.undo = await holdTransaction(lab, 'lock table payments in access exclusive mode')
      await lab.buy()
    },
  ),
  postgres(
    'rights-lost',
    'its user loses the right to write',
    cannot('This user may not write to it: check its rights'),
    async (lab) => {
      await lab.start({ env: { DATABASE_URL: await asOwner(lab) } })
      await lab.buy()
      await executeInside(lab, 'revoke insert, update, delete on all tables in schema public from shop')
      deferred.undo = () =>
        executeInside(lab, 'grant insert, update, delete on all tables in schema public to shop')
      await lab.buy()
    },
    { cold: true },
  ),
  postgres(
    'replaced',
    'another database is in its place',
    /another database|Its tables are gone|writes would be lost now/,
    async (lab) => {
      const name = nameOf(lab)
      await endConnections(lab)
      await rename(lab, name, `${name}_aside`)
      await execute(lab, `create database ${name}`)
      deferred.undo = async () => {
        await endConnections(lab)
        await execute(lab, `drop database ${name} with (force)`)
        await rename(lab, `${name}_aside`, name)
      }
      await lab.buy()
    },
  ),
  postgres(
    'latin1',
    'a start on a database that is encoded as LATIN1',
    /is encoded as LATIN1, .* Make one with: create database/,
    async (lab) => {
      const name = nameOf(lab)
      await execute(lab, `drop database ${name}`)
      await execute(lab, `create database ${name} encoding 'LATIN1' locale 'C' template template0`)
      deferred.undo = async () => {
        await execute(lab, `drop database ${name} with (force)`)
        await execute(lab, `create database ${name}`)
        await lab.start()
      }
      lab.launch()
    },
    { ...REFUSES, recovery: 'make the database anew, as it says; start it' },
  ),
  postgres(
    'not-durable',
    'a start where commits are not written to disk (`synchronous_commit`)',
    /synchronous_commit=off: a crash could lose payments it confirmed\. Set it to on/,
    async (lab) => {
      const set = (value: string) =>
        execute(lab, `alter database ${nameOf(lab)} set synchronous_commit = ${value}`)
      await set('off')
      deferred.undo = async () => {
        await set('on')
        await lab.start()
      }
      lab.launch()
    },
    { ...REFUSES, short: true, recovery: 'set it to on, start it' },
  ),
  postgres(
    'down-at-start',
    'a start while it is down',
    /DATABASE_URL: nothing listens there: check host and port, and that the server runs/,
    async (lab) => {
      await lab.postgres().crash()
      deferred.undo = async () => {
        await lab.postgres().restart()
        await lab.start()
      }
      lab.launch()
    },
    { ...REFUSES, recovery: 'start it again (a supervisor does)' },
  ),
]
