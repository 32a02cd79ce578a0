/** Another process on the database, for tests: migrates, claims so many keys, prints how many it won. */
import { openStore } from '../../src/database/database.ts'
import { claimKey } from '../../src/database/idempotency-rows.ts'
import { keyRow } from './rows.ts'

const [url = '', count = '0'] = process.argv.slice(2)
const store = openStore(url, { exclusive: false })
await store.migrate()
const claims = Array.from({ length: Number(count) }, (_, index) =>
  claimKey(store.db, keyRow(`shared-${index}`)),
)
const won = (await Promise.all(claims)).filter(Boolean).length
await store.close()
process.stdout.write(String(won))
