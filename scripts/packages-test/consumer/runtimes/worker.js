/** The same as a Cloudflare Worker. */
import { check } from './check.js'

// biome-ignore lint/style/noDefaultExport: a worker is the default export.
export default { fetch: async (request) => Response.json(await check(await request.json())) }
