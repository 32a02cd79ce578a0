/**
 * `npm run lab -- profile`: where the time of a purchase goes in the built BFF, and what a purchase makes it do. Writes
 * `docs/reports/profile.md`.
 */

import { writeFileSync } from 'node:fs'
import type { HeapProfiler, Profiler } from 'node:inspector'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { inRoot } from '../../scripts/paths.ts'
import { saturate } from '../bench/bff/load.ts'
import type { MockGateway } from '../bench/bff/mock-gateway.ts'
import { startMockGateway } from '../bench/bff/mock-gateway.ts'
import { makeKeys } from '../bench/bff/settings.ts'
import { bffShots } from '../bench/bff/shots.ts'
import { countPurchases } from './count-purchases.ts'
import { profilePage } from './profile-page.ts'
import type { ProfiledBff } from './profiled-bff.ts'
import { withProfiledBff } from './profiled-bff.ts'
import { allocationShares, timeShares } from './shares.ts'

const { values } = parseArgs({
  options: {
    purchases: { type: 'string', default: '1000' },
    counted: { type: 'string', default: '100' },
    earlier: { type: 'string', default: '1500' },
    dry: { type: 'boolean', default: false },
  },
})
const WIDE = 64
const machine = { node: process.version, cores: availableParallelism(), load: loadavg()[0] ?? 0 }
const keys = makeKeys()

async function profileTime(bff: ProfiledBff, purchases: number) {
  // The engine compiles what is used often before the clock runs.
  await saturate(bff.url, await bffShots(bff.url, purchases), WIDE)
  const shots = await bffShots(bff.url, purchases)
  await bff.ask('time')
  await saturate(bff.url, shots, WIDE)
  const time = timeShares(await bff.ask<Profiler.Profile>('timed'))
  const more = await bffShots(bff.url, purchases)
  await bff.ask('allocate')
  await saturate(bff.url, more, WIDE)
  const memory = allocationShares(await bff.ask<HeapProfiler.SamplingHeapProfile>('allocated'))
  return { purchases, time, memory }
}

async function measure(gateway: MockGateway) {
  const count = (width: number) =>
    withProfiledBff({ keys, gateway, counts: true }, (bff) =>
      countPurchases(bff, { earlier: Number(values.earlier), purchases: Number(values.counted), width }),
    )
  const lonely = await count(1)
  const crowded = await count(WIDE)
  const profile = await withProfiledBff({ keys, gateway, counts: false }, (bff) =>
    profileTime(bff, Number(values.purchases)),
  )
  return { machine, lonely, crowded, ...profile }
}

const gateway = await startMockGateway(keys.platform.privateKey)
try {
  const page = profilePage(await measure(gateway))
  process.stdout.write(page)
  if (!values.dry) writeFileSync(inRoot('docs', 'reports', 'profile.md'), page)
} finally {
  await gateway.close()
}
