/** `node server/main.ts`: builds the pages and serves them beside a running `npm start`. */
import { buildApp } from './app.ts'
import { createBff } from './bff.ts'
import { buildPages } from './build.ts'

const { BFF_URL = 'http://localhost:4020', BFF_SECRET_KEY, PORT = '4001' } = process.env
if (!BFF_SECRET_KEY) throw new Error('Set BFF_SECRET_KEY to a secret key of the BFF.')
const publicUrl = `http://localhost:${PORT}`

await buildPages()
const app = await buildApp({ bff: createBff(BFF_URL, BFF_SECRET_KEY), bffUrl: BFF_URL, publicUrl })
await app.listen({ port: Number(PORT) })
process.stdout.write(
  `${['react', 'vue', 'svelte', 'angular', 'plain'].map((page) => `${publicUrl}/${page}`).join('\n')}\n`,
)
