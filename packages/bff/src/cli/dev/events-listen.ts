/** `paykka-bff events listen`: prints every new event, and forwards it to a shop under development. */
import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { webhookSecrets } from '../../config/event-endpoints.ts'
import type { Database } from '../../database/database.ts'
import { listShopEvents } from '../../database/event-rows.ts'
import type { ShopEventRow } from '../../database/tables.ts'
import { secureAddress } from '../../environment/readers.ts'
import type { SendEvent } from '../../jobs/deliver-events.ts'
import { createSender } from '../../jobs/deliver-events.ts'
import { listenForSignals } from '../signals.ts'
import { withDatabase } from '../with-database.ts'
import { readDev } from './dev-settings.ts'

type ListenOptions = { forwardTo?: string }

const POLL_MS = 300
/** An event is written up to this long after its own time. */
const WINDOW_MS = 60_000
const MOST = 1000

/** Does not count as a delivery: the BFF sends the events to its own endpoints as well. */
export async function listenToEvents({ forwardTo }: ListenOptions): Promise<void> {
  const { stop } = listenForSignals()
  await withDatabase(async (database, { eventEndpoints }) => {
    const send = forwardTo === undefined ? undefined : sender(forwardTo, eventEndpoints[0]?.secrets)
    const seen = new Set((await recent(database)).map(({ id }) => id))
    console.log(`Listening for events${forwardTo ? `; they go to ${forwardTo}` : ''}. Ctrl-C ends it.`)
    while (!stop.aborted) {
      for (const event of await recent(database)) {
        if (seen.has(event.id)) continue
        seen.add(event.id)
        console.log(await deliver(event, send))
      }
      await pause(POLL_MS)
    }
  })
  process.exit(0)
}

/** @returns the newest events, oldest first */
async function recent(database: Database): Promise<ShopEventRow[]> {
  const rows = await listShopEvents(database.db, { createdAfter: Date.now() - WINDOW_MS }, MOST)
  return rows.toReversed()
}

function sender(address: string, configured: readonly string[] | undefined): SendEvent {
  const secret = process.env.SHOP_EVENTS_SECRET ?? readDev(process.cwd())?.eventsSecret
  const secrets = configured ?? (secret === undefined ? undefined : webhookSecrets(secret))
  if (!secrets) throw new Error('SHOP_EVENTS_SECRET is missing: the secret that signs events')
  return createSender({ url: secureAddress(address), secrets }, new Agent(), Date.now)
}

async function deliver(event: ShopEventRow, send: SendEvent | undefined): Promise<string> {
  const { data } = JSON.parse(event.payload) as { data: { orderReference?: string } }
  const line = [new Date().toISOString(), event.type.padEnd(26), data.orderReference ?? '-', event.id]
  if (!send) return line.join('  ')
  const error = await send(event)
  return [...line, error === null ? 'accepted' : `not accepted: ${error}`].join('  ')
}
