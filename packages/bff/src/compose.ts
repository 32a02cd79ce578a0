/** The real parts of a BFF, put together once for the server and for the command line. */
import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { createVault, sendWindowMs, transIdKey } from './app.ts'
import type { Config } from './config/config.ts'
import type { Store } from './database/database.ts'
import type { DeliveryParts } from './jobs/deliver-events.ts'
import { createSender } from './jobs/deliver-events.ts'
import { createMerchantSessions } from './paykka/apple-pay-session.ts'
import { createPaykkaGateway } from './paykka/paykka-gateway.ts'
import { createNoticeReader } from './paykka/read-notification.ts'
import type { SettleLog } from './payments/engine/engine-parts.ts'
import type { Gateway } from './payments/gateway.ts'
import type { ModificationGateway } from './payments/modifications/modification-gateway.ts'
import { createGatewayHealth } from './payments/recovery/gateway-health.ts'
import type { TokenGateway } from './payments/saved-cards/saved-cards.ts'
import type { ProcessClock } from './process/process-clock.ts'
import { createProcessClock } from './process/process-clock.ts'
import { patience } from './process/timeouts.ts'

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
