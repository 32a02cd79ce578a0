/** Which errors are the database's own trouble. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { storageFailure } from '../../src/database/storage-failure.ts'

const reason = (error: unknown) => storageFailure(error)?.reason ?? null

describe('storageFailure', () => {
  it.each([
    ['25006', 'read_only'],
    ['53100', 'full'],
    ['53300', 'slow'],
    ['57014', 'slow'],
    ['55P03', 'slow'],
    ['25P03', 'slow'],
    ['XX001', 'damaged'],
    ['58030', 'io'],
    ['57P01', 'unreachable'],
    ['08006', 'unreachable'],
    ['28P01', 'denied'],
    ['42501', 'denied'],
    ['42P01', 'missing'],
    ['3D000', 'missing'],
    ['ECONNREFUSED', 'unreachable'],
    ['EPIPE', 'unreachable'],
    // Rules of ours, conflicts and wrong statements.
    ['23505', null],
    ['40001', null],
    ['42601', null],
    ['22001', null],
  ])('%s of PostgreSQL or the network is %s', (code, expected) => {
    expect(reason(Object.assign(new Error('said so'), { code }))).toBe(expected)
  })

  it.each([
    [13, 'full'],
    [8, 'read_only'],
    [1032, 'read_only'],
    [11, 'damaged'],
    [26, 'damaged'],
    [267, 'damaged'],
    [10, 'io'],
    [778, 'io'],
    [5, 'locked'],
    [517, 'locked'],
    [19, null],
    [2067, null],
    [1, null],
  ])('result code %i of SQLite is %s', (errcode, expected) => {
    expect(reason(Object.assign(new Error('said so'), { code: 'ERR_SQLITE_ERROR', errcode }))).toBe(expected)
  })

  it('reads what SQLite and pg really throw', () => {
    const database = new DatabaseSync(':memory:')
    const thrown = (sql: string) => {
      try {
        return database.exec(sql)
      } catch (error) {
        return reason(error)
      }
    }
    expect(thrown('select * from nowhere')).toBe('missing')
    expect(thrown('create table a (x primary key); insert into a values (1), (1)')).toBeNull()
    expect(thrown('pragma max_page_count = 1; create table b (x); create table c (x)')).toBe('full')
    expect(thrown('pragma query_only = 1; delete from a')).toBe('read_only')
    expect(reason(new Error('timeout exceeded when trying to connect'))).toBe('unreachable')
    expect([reason(undefined), reason('text'), reason(new Error('any'))]).toEqual([null, null, null])
  })
})
