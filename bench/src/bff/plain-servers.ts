/** The servers beside ours: the least that is as durable (Fastify, Express), and what Stripe’s library does. */
import { startExpress } from './plain-express.ts'
import { startFloor } from './plain-fastify.ts'

const [kind] = process.argv.slice(2)
const port = Number(process.env.PORT)

if (kind === 'floor') await startFloor(port)
else if (kind === 'express' || kind === 'stripe') startExpress(kind, port)
else throw new TypeError(`No such server: ${kind}`)
