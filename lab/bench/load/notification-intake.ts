/** PayKKa's notifications: the rate that one core accepts, and the time until each acknowledgment at a usual load. */
import { openDatabase } from '../../../packages/bff/src/database/database.ts'
import { NOTICES, signedNotification } from '../../chaos/notification-load.ts'
import type { Latency, Shot } from '../bff/load.ts'
import { openLoop, saturate } from '../bff/load.ts'
import { leaveServerCore } from '../bff/processes.ts'
import type { Keys } from '../bff/settings.ts'
import { withDeployedBff } from './deployed.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

const WIDTH = 64
const WARM_UP = 1000
const USUAL_LOAD = 0.6
const SECONDS = 10

/** @param burst notifications of the burst whose rate is measured */
export function measureNotificationIntake(burst: number): Promise<LoadRow[]> {
  leaveServerCore()
  return withDeployedBff(async ({ start, keys, databaseUrl }) => {
    const { url } = await start()
    await saturate(url, notificationsFor(keys, WARM_UP), WIDTH)
    const perSecond = await saturate(url, notificationsFor(keys, burst), WIDTH)
    const rate = Math.round(perSecond * USUAL_LOAD)
    const latency = await openLoop(url, notificationsFor(keys, rate * SECONDS), rate)
    const acknowledged = WARM_UP + burst + latency.sent - latency.failed
    return [rowOf(perSecond, latency, acknowledged, await countNotifications(databaseUrl))]
  })
}

/** Each is verified and kept, which is what the acknowledgement says. */
const notificationsFor = ({ platform }: Keys, amount: number): Shot[] =>
  Array.from({ length: amount }, () => {
    const { body, headers } = signedNotification({ platformKey: platform.privateKey, now: Date.now })
    return { path: NOTICES, headers: { 'content-type': 'application/json', ...headers }, body }
  })

async function countNotifications(databaseUrl: string): Promise<number> {
  const database = openDatabase(databaseUrl, { exclusive: false })
  try {
    const { kept } = await database.db
      .selectFrom('notices')
      .select((eb) => eb.fn.countAll<number>().as('kept'))
      .executeTakeFirstOrThrow()
    return Number(kept)
  } finally {
    await database.close()
  }
}

function rowOf(perSecond: number, latency: Latency, acknowledged: number, kept: number): LoadRow {
  const { rate, p50, p99, failed, senderLateP99 } = latency
  return {
    name: 'Notifications accepted per second by one core, SQLite',
    value: `${perSecond}; at ${rate}/s acknowledged after ${p50} ms, p99 ${p99} ms, ${count(failed)} refused`,
    limit: '',
    control: `${count(kept)} kept of ${count(acknowledged)} acknowledged; the sender was ${senderLateP99} ms late (p99)`,
    ok: failed === 0 && kept === acknowledged,
  }
}
