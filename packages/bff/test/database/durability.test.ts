/** A PostgreSQL that may forget confirmed commits is refused at the start. */
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { assertDurable } from '../../src/database/durability.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()

async function check(setting: string): Promise<void> {
  const url = await postgres().createDatabase()
  const name = new URL(url).pathname.slice(1)
  await postgres().query(url, `alter database ${name} set ${setting}`)
  const database = openDatabase(url, { exclusive: true })
  try {
    await assertDurable(database)
  } finally {
    await database.close()
  }
}

describe('assertDurable', () => {
  it('refuses synchronous_commit=off and names it', async () => {
    await expect(check('synchronous_commit = off')).rejects.toThrow('synchronous_commit=off')
  })

  it.each(['LATIN1', 'SQL_ASCII'])(
    'refuses a database encoded as %s, and says how to make another',
    async (encoding) => {
      const url = new URL(await postgres().createDatabase())
      const name = `in_${encoding.toLowerCase()}`
      await postgres().query(
        url.href,
        `create database ${name} encoding '${encoding}' lc_collate 'C' lc_ctype 'C' template template0`,
      )
      url.pathname = `/${name}`
      const database = openDatabase(url.href, { exclusive: true })
      try {
        await expect(assertDurable(database)).rejects.toThrow(`encoded as ${encoding}`)
      } finally {
        await database.close()
      }
    },
  )

  it.each(['on', 'remote_apply', 'local'])('accepts synchronous_commit=%s', async (value) => {
    await expect(check(`synchronous_commit = ${value}`)).resolves.toBeUndefined()
  })
})
