/** `paykka-bff events test`: sends a signed sample to the endpoints, so that a shop can check its receiver. */
import { randomBytes } from 'node:crypto'
import { SHOP_EVENT_TYPES } from '@paykka-checkout/shared-types'
import { Agent } from 'undici'
import { loadConfig } from '../../config/config.ts'
import { takes } from '../../config/event-endpoints.ts'
import { createSender } from '../../jobs/deliver-events.ts'
import { sampleEvent } from '../../payments/events/sample-event.ts'
import { printRows } from '../text-table.ts'

type TestOptions = { type: string; endpoint?: string; json?: boolean }

/** Exit code 1 when an endpoint did not accept it. */
export async function testEvents({ type, endpoint, json = false }: TestOptions): Promise<void> {
  const { eventEndpoints } = loadConfig(process.env)
  const known = SHOP_EVENT_TYPES.find((name) => name === type)
  if (!known) throw new Error(`there is no type ${type}; types: ${SHOP_EVENT_TYPES.join(', ')}`)
  const chosen = eventEndpoints.filter(({ name }) => endpoint === undefined || name === endpoint)
  if (chosen.length === 0) throw new Error(noEndpoint(eventEndpoints, endpoint))
  const event = sampleEvent(known, `evt_${randomBytes(16).toString('base64url')}`, Date.now())
  const sent = { id: event.id, payload: JSON.stringify(event) }
  const agent = new Agent({ connect: { timeout: 3000 } })
  const rows = await Promise.all(
    chosen.map(async (one) => ({
      endpoint: one.name,
      url: one.url.origin,
      receives: takes(one, type) ? 'yes' : 'no, by its types',
      result: (await createSender(one, agent, Date.now)(sent)) ?? 'accepted',
    })),
  )
  await agent.destroy()
  const columns = ['endpoint', 'url', 'receives', 'result'] as const
  printRows(
    rows,
    columns.map((name) => [name, (row) => row[name]]),
    json,
  )
  if (rows.some(({ result }) => result !== 'accepted')) process.exitCode = 1
}

function noEndpoint(all: readonly { name: string }[], asked: string | undefined): string {
  return asked === undefined || all.length === 0
    ? 'no endpoint is configured: set SHOP_EVENTS_URL and SHOP_EVENTS_SECRET'
    : `there is no endpoint ${asked}; endpoints: ${all.map(({ name }) => name).join(', ')}`
}
