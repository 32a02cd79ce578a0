/** Takes one function of the client: a bundler leaves the rest out. */
import { createClient } from '@paykka-checkout/client'

// biome-ignore lint/style/noDefaultExport: a worker is the default export.
export default {
  fetch: (_request, { url, secretKey }) => Response.json(typeof createClient({ url, secretKey })),
}
