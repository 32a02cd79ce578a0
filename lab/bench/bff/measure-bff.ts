/** `npm run bench bff`: durable purchases per second of our BFF beside plain servers, on one core, in one run. */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { writeResults } from '../results.ts'
import { startMockGateway } from './mock-gateway.ts'
import { leaveServerCore } from './processes.ts'
import { measurePurchases } from './purchases.ts'
import { makeKeys } from './settings.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    purchases: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '10' },
  },
})

// Asked before this process leaves a core to the servers, which would make it count one less.
const machine = { node: process.version, cores: availableParallelism(), load: loadavg()[0] ?? 0 }
leaveServerCore()
const keys = makeKeys()
const gateway = await startMockGateway(keys.platform.privateKey)
const sizes = {
  rounds: Number(values.rounds),
  purchases: Number(values.purchases),
  seconds: Number(values.seconds),
}
try {
  const findings = await measurePurchases(keys, gateway, sizes)
  process.stdout.write(writeResults('bff', { machine, sizes, ...findings }))
} finally {
  await gateway.close()
}
