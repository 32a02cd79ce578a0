/** The SQLite database is gone, cut, copied or exchanged, and the BFF refuses to start on it. */
import { copyFileSync } from 'node:fs'
import type { Launch } from '../bff.ts'
import type { Fault } from '../fault.ts'
import { moveAway, overwrite } from '../injectors/files.ts'
import type { Harm, Undo } from '../injectors/harm.ts'
import { cut, dangling, exchanged, moved, NOBODY, readOnly, secondName } from '../injectors/harm.ts'
import { LIVE } from './paykka.ts'

/** What a strike leaves to be undone; faults are played one by one. */
const deferred: { undo?: Undo } = {}

type More = Partial<Pick<Fault, 'short' | 'needs' | 'recovery'>> & {
  /** How the BFF ended before; in order when left out. A killed one leaves its latest payments in the log. */
  end?: 'SIGKILL'
  launch?: Partial<Launch>
}

const beforeStart = (
  id: string,
  title: string,
  harm: Harm,
  says: RegExp,
  { end, launch, ...more }: More = {},
): Fault => ({
  id,
  kind: 'files',
  title: `before a start: ${title}`,
  strike: async (lab) => {
    lab.bff().signal(end ?? 'SIGTERM')
    await lab.bff().ended
    deferred.undo = harm(lab.file)
    lab.launch(launch)
  },
  says,
  light: 'off',
  lift: async (lab) => {
    deferred.undo?.()
    await lab.start()
  },
  recovery: 'put the file back, start it',
  ...more,
})

export const FILES_BEFORE_START: Fault[] = [
  beforeStart(
    'deleted-before-start',
    'the file is gone',
    moved(''),
    /is gone, but a database was kept here\. Put it back/,
    { short: true },
  ),
  beforeStart(
    'emptied-before-start',
    'the file is empty',
    cut(0),
    /is empty, but a database was kept here\. Put/,
  ),
  beforeStart(
    'cut-before-start',
    'only its first 4,096 bytes were copied',
    cut(4096),
    /cannot be read as a database .*Restore a backup/,
  ),
  beforeStart(
    'garbage-before-start',
    'its header is overwritten',
    (file) => overwrite(file, 0, 100),
    /cannot be read as a database .*Restore a backup/,
  ),
  beforeStart(
    'exchanged-before-start',
    "another program's database lies there",
    exchanged,
    /holds tables of another program: name another file/,
  ),
  beforeStart(
    'dangling-before-start',
    'a link that leads nowhere',
    dangling,
    /is a link to nothing\. Put it back/,
  ),
  beforeStart(
    'second-name-before-start',
    'the file has a second name (hard link)',
    secondName,
    /has 2 names \(hard links\).*Remove the other names/,
    { short: true, recovery: 'remove the other name, start it' },
  ),
  beforeStart(
    'read-only-before-start',
    'the file has mode 444 and belongs to somebody else',
    readOnly,
    /cannot be read and written by this process \(user \d+\): it belongs to user/,
    { needs: ['root'], launch: { uid: NOBODY }, recovery: 'chown and chmod as it says, start it' },
  ),
  beforeStart(
    'copied-without-log',
    'a plain copy of a killed one, without its log',
    moved('-wal', '-shm'),
    /was copied without its log .*Copies are made by paykka-bff backup/,
    { end: 'SIGKILL', short: true, recovery: 'put the log back beside it, or restore a backup; start it' },
  ),
  beforeStart(
    'file-gone-log-left',
    'the file is gone, its log is not',
    moved(''),
    /is gone, but its log .* is not: keep both files/,
    { end: 'SIGKILL' },
  ),
  beforeStart(
    'not-mounted',
    'the disk is not mounted, so its folder is empty (with a live PayKKa)',
    moved(),
    /there is no database at .* mount its disk\. .*paykka-bff migrate --new/,
    // A folder without any file looks as it did before the first start; only where real money moves is it refused.
    { short: true, launch: { env: LIVE }, recovery: 'mount the disk, start it' },
  ),
  backupBesideLog(),
]

function backupBesideLog(): Fault {
  const fault = beforeStart(
    'backup-beside-log',
    'a backup was put beside the log of another time',
    (file) => {
      copyFileSync(`${file}-backup`, file)
      return () => moveAway(file, ['-wal', '-shm'])
    },
    /is a backup, but .*-wal belongs to another time: move/,
    { end: 'SIGKILL', recovery: 'move the log away, start it' },
  )
  return {
    ...fault,
    strike: async (lab) => {
      await lab.command(['backup', `${lab.file}-backup`])
      await fault.strike(lab)
    },
  }
}
