/** A shop that takes events only when it is asked to. */
import { createServer } from 'node:http'

const PORT = 46_357

export const eventsArrive = {
  env: {
    SHOP_EVENTS_URL: `http://127.0.0.1:${PORT}/events`,
    SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  },
  /** Opens the shop. @throws Error when no event of that type has come within half a minute */
  wait: (type: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const shop = createServer(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        response.writeHead(204).end()
        if (body.includes(`"${type}"`)) end(resolve)
      }).listen(PORT, '127.0.0.1')
      const end = (settle: () => void) => {
        clearTimeout(timer)
        shop.close()
        shop.closeAllConnections()
        settle()
      }
      const timer = setTimeout(() => end(() => reject(new Error(`the event ${type} never came`))), 30_000)
    }),
}
