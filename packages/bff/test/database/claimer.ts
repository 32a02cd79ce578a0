/** Another process on the database, for tests: migrates, claims so many keys, prints how many it won. */
import { openDatabase } from '../../src/database/database.ts'
import { claimKey } from '../../src/database/idempotency-rows.ts'
import { keyRow } from './rows.ts'

const [url = '', count = '0'] = process.argv.slice(2)
const database = openDatabase(url, { exclusive: false })
await database.migrate()
const claims = Array.from({ length: Number(count) }, (_, index) =>
  claimKey(database.db, keyRow(`shared-${index}`)),
)
const won = (await Promise.all(claims)).filter(Boolean).length
await database.close()
process.stdout.write(String(won))
