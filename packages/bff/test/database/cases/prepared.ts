/** A prepared query is built once per form of its values and always runs with the values of its call. */
import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { prepared } from '../../../src/database/prepared.ts'
import { NOW } from '../rows.ts'

export function preparedCases(use: () => { database: Database }): void {
  describe('prepared queries', () => {
    it('are built once and run with the values of each call', async () => {
      let built = 0
      const add = prepared((db, row: { mark: string; used_at: number }) => {
        built++
        return db.insertInto('used_seals').values(row)
      })
      for (const mark of ['one', 'two', 'three']) await add(use().database.db, { mark, used_at: NOW })
      expect(built).toBe(1)
      expect(await marks(use().database)).toEqual(['one', 'three', 'two'])
    })

    it('are built anew for a longer list and for other columns', async () => {
      await seed(use().database)
      const find = prepared((db, { list }: { list: string[] }) =>
        db.selectFrom('used_seals').select('mark').where('mark', 'in', list).orderBy('mark'),
      )
      const found = async (list: string[]) =>
        (await find(use().database.db, { list })).rows.map(({ mark }) => mark)
      expect(await found(['one'])).toEqual(['one'])
      expect(await found(['two', 'one'])).toEqual(['one', 'two'])
      expect(await found(['two'])).toEqual(['two'])
    })

    it('leave columns out that are undefined, and write those that are null', async () => {
      await seed(use().database)
      const change = prepared(
        (db, { changes }: { changes: { mark?: string | undefined; used_at?: number } }) =>
          db.updateTable('used_seals').set(changes).where('mark', '=', 'one'),
      )
      await change(use().database.db, { changes: { mark: undefined, used_at: 7 } })
      await change(use().database.db, { changes: { mark: 'uno' } })
      expect(await marks(use().database)).toEqual(['two', 'uno'])
    })

    it('run in the transaction they are given, and go with it', async () => {
      const add = prepared((db, row: { mark: string; used_at: number }) =>
        db.insertInto('used_seals').values(row),
      )
      const work = use().database.transaction(async (tx) => {
        await add(tx, { mark: 'gone', used_at: NOW })
        throw new RangeError('on purpose')
      })
      await expect(work).rejects.toThrow(RangeError)
      expect(await marks(use().database)).toEqual([])
    })
  })
}

async function seed({ db }: Database): Promise<void> {
  await db
    .insertInto('used_seals')
    .values(['one', 'two'].map((mark) => ({ mark, used_at: NOW })))
    .execute()
}

async function marks({ db }: Database): Promise<string[]> {
  const rows = await db.selectFrom('used_seals').select('mark').orderBy('mark').execute()
  return rows.map(({ mark }) => mark)
}
