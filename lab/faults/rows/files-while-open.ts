/** The SQLite database is moved, overwritten or exchanged while it is open, which is noticed at the next beat. */
import type { Fault } from '../fault.ts'
import { overwrite, restore } from '../injectors/files.ts'
import type { Harm, Undo } from '../injectors/harm.ts'
import { cut, exchanged, moved, secondName } from '../injectors/harm.ts'
import type { Lab } from '../lab.ts'

/** What a strike leaves to be undone; faults are played one by one. */
const deferred: { undo?: Undo } = {}

const backupOf = ({ file }: Lab) => `${file}-backup`

const LOST = 'writes would be lost now'

const whileOpen = (
  id: string,
  title: string,
  harm: Harm,
  says: RegExp,
  more: Partial<Pick<Fault, 'short' | 'recovery'>> = {},
): Fault => ({
  id,
  kind: 'files',
  title: `while it is open: ${title}`,
  strike: async (lab) => {
    deferred.undo = harm(lab.file)
    await lab.buy()
  },
  says,
  light: 'red',
  lift: async () => deferred.undo?.(),
  recovery: 'by itself once it is in its place',
  ...more,
})

/** What was written into the file is lost, so a backup that was made before takes its place. */
const fromBackup = (fault: Fault): Fault => ({
  ...fault,
  strike: async (lab) => {
    await lab.command(['backup', backupOf(lab)])
    await fault.strike(lab)
  },
  lift: async (lab) => {
    await lab.bff().kill()
    restore(lab.file, backupOf(lab))
    await lab.start()
  },
  recovery: 'stop it, restore a backup of `paykka-bff backup`, start it',
})

export const FILES_WHILE_OPEN: Fault[] = [
  whileOpen('deleted-while-open', 'all of its files are moved away', moved(), new RegExp(`is gone: ${LOST}`)),
  whileOpen(
    'log-deleted-while-open',
    'its log is moved away',
    moved('-wal'),
    new RegExp(`-wal is gone: ${LOST}`),
  ),
  whileOpen(
    'second-name-while-open',
    'it gets a second name (hard link)',
    secondName,
    new RegExp(`second name \\(a hard link\\): ${LOST}`),
    { recovery: 'remove the other name; by itself then' },
  ),
  whileOpen(
    'replaced-while-open',
    'another file is moved into its place',
    exchanged,
    new RegExp(`was replaced by another file: ${LOST}`),
  ),
  fromBackup(
    whileOpen('emptied-while-open', 'it is emptied (`> paykka.db`)', cut(0), /was (emptied|overwritten)/),
  ),
  fromBackup(
    whileOpen(
      'overwritten-while-open',
      'its first page is overwritten',
      (file) => overwrite(file, 0, 4096),
      /was overwritten/,
    ),
  ),
  {
    id: 'old-backup',
    kind: 'files',
    title: 'a backup is restored that has a checkout and lacks its payment',
    strike: async (lab) => {
      const purchase = await lab.order()
      await lab.command(['backup', backupOf(lab)])
      await lab.pay(purchase)
      await lab.bff().kill()
      restore(lab.file, backupOf(lab))
      await lab.start()
    },
    says: /PayKKa knows an attempt that this database lost/,
    light: 'green',
    recovery: 'by itself: PayKKa is asked what the backup forgot',
  },
  {
    id: 'second-process',
    kind: 'files',
    title: 'a second BFF is started on the same file',
    strike: (lab) => lab.launch({ port: lab.bff().port + 1 }).ended,
    says: /is in use by another process\. One BFF per SQLite file: stop the other one/,
    light: 'green',
    recovery: 'the first goes on; the second has refused',
  },
]
