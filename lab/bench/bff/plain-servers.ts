/** The servers beside ours: the least that is as durable (Fastify, Express), and what Adyen's and Stripe's libraries do. */
import { startExpress } from './plain-express.ts'
import { startFloor } from './plain-fastify.ts'

const [kind] = process.argv.slice(2)
const port = Number(process.env.PORT)

if (kind === 'floor' || kind === 'ceiling') await startFloor(port, kind === 'floor')
else if (kind === 'express' || kind === 'stripe' || kind === 'adyen') startExpress(kind, port)
else throw new TypeError(`No such server: ${kind}`)
