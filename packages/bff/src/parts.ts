/** The real parts of a BFF, put together once for the server and for the command line. */
import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { createVault, sendWindowMs, transIdKey } from './app.ts'
import type { Config } from './config.ts'
import type { DeliveryParts } from './jobs/deliver-events.ts'
import { createSender } from './jobs/deliver-events.ts'
import { createPaykkaGateway } from './paykka/gateway.ts'
import { createMerchantSessions } from './paykka/merchant-session.ts'
import { createNoticeReader } from './paykka/notification.ts'
import type { SettleLog } from './payment/engine/parts.ts'
import type { Gateway } from './payment/gateway.ts'
import { createGatewayHealth } from './payment/gateway-health.ts'
import type { ModificationGateway } from './payment/modifications/gateway.ts'
import type { TokenGateway } from './payment/saved-cards.ts'
import type { ProcessClock } from './process-clock.ts'
import { createProcessClock } from './process-clock.ts'
import type { Store } from './store/database.ts'
import { patience } from './waiting.ts'

const NOTIFICATIONS_PATH = '/paykka/notifications'

/** @returns everything that neither listens nor stores */
export function realParts(config: Config, log: SettleLog) {
  const notifyUrl = new URL(NOTIFICATIONS_PATH, config.publicUrl)
  const needsSignature = config.paykka.responseSignature === 'enforce'
  const clock = createProcessClock({ wall: Date.now, needsSignature })
  const { now, provenNow, startedAt } = clock
  const gateway = createPaykkaGateway(config.paykka, notifyUrl.href, now, log, clock)
  return {
    clock,
    merchantSessions: createMerchantSessions(config.paykka, now, log, clock),
    gateway: gateway as Gateway,
    operations: gateway as ModificationGateway,
    tokens: gateway as TokenGateway,
    vault: createVault(config),
    partialVoid: config.partialVoid,
    sendWindowMs: sendWindowMs(config),
    heldFunds: config.heldFunds,
    hostedDuplicate: config.hostedDuplicate,
    health: createGatewayHealth({ log }),
    readNotice: createNoticeReader(config.paykka, notifyUrl.pathname),
    transIdKey: transIdKey(config),
    now,
    provenNow,
    startedAt,
    random: Math.random,
    pause: (ms: number) => pause(ms),
    patience,
  }
}

/** @returns what sends events to the shop, undefined when it takes none */
export function realDeliveries(
  config: Config,
  store: Store,
  { now, provenNow }: Pick<ProcessClock, 'now' | 'provenNow'>,
  log: SettleLog,
): DeliveryParts | undefined {
  if (!config.shopEvents) return undefined
  const { url, secret } = config.shopEvents
  const agent = new Agent({ connect: { timeout: 3000 } })
  const send = createSender(url, secret, agent, now)
  return { store, now, provenNow, random: Math.random, send, log, close: () => agent.destroy() }
}
