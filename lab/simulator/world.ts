/** What every part of a simulation shares. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import type { Composition } from '../../packages/bff/src/compose.ts'
import type { Gateway } from '../../packages/bff/src/payments/gateway.ts'
import type { PaykkaNotification } from '../../packages/bff/src/payments/notifications/notification.ts'
import type { PayAnswer, PayInput, PayParts } from '../../packages/bff/src/payments/purchases/pay.ts'
import type { Random } from '../../packages/bff/test/support/random.ts'
import type { GatewayModel } from './gateway-model.ts'
import type { JobBoard } from './jobs.ts'
import type { Life } from './life.ts'
import type { Options } from './options.ts'
import type { Scheduler } from './scheduler.ts'
import type { SharedDatabase } from './shared-database.ts'
import type { ShopModel } from './shop.ts'
import type { Trace } from './trace.ts'

export type Violation = { code: string; message: string; at: number }

/** What is broken right now, for everybody. */
export type Weather = {
  gatewayDown: boolean
  /** When the gateway went away. */
  downSince: number
  databaseDown: boolean
  shopDown: boolean
  /** Whether an instance knew that the gateway was down when it came back permanently. */
  downAtHeal: boolean
  healed: boolean
}

/** One BFF: the process that runs now, with its parts. A restart gives it a new life and new parts. */
export type Instance = {
  number: number
  life: Life
  parts: Composition['core']
  /** Asks PayKKa for the time, as a process does every five minutes; here it is asked when it matters. */
  askTime(): Promise<void>
}

/** Where a planted bug takes the place of the real thing. Empty in a clean run. */
export type Bug = {
  /** Rewrites a statement before it runs. */
  sql?(sql: string): string
  /** Commits return before they are durable. */
  lazyCommit?: boolean
  /** Events are written after the transaction instead of in it. */
  lateEvents?: boolean
  gateway?(real: Gateway, world: World, life: Life): Gateway
  pay?(real: Pay, world: World): Pay
  /** What the shop asks for when it makes a checkout. */
  order?(body: CreateCheckout): CreateCheckout
  resolver?: (world: World, instance: Instance) => Promise<number>
  /** Gives up by its own clock, whatever PayKKa says. */
  endsByItsOwnClock?: boolean
  /** What a wrong clock has put off stays put off. */
  farAheadStays?: boolean
  onNotification?(world: World, instance: Instance, notice: PaykkaNotification): Promise<void>
}

export type Pay = (parts: PayParts, input: PayInput) => Promise<PayAnswer>

/** One click of a shopper, as the shopper meant it. */
type Click = { checkoutId: string; shown: number; sent: boolean }

export type World = {
  seed: number
  options: Options
  random: Random
  scheduler: Scheduler
  trace: Trace
  sharedDatabase: SharedDatabase
  gateway: GatewayModel
  shop: ShopModel
  instances: Instance[]
  weather: Weather
  jobs: JobBoard
  bug: Bug
  start: number
  /** What shoppers clicked, by idempotency key. */
  clicks: Map<string, Click>
  /** Ids of the payments whose row was committed. */
  durable: Set<string>
  checkouts: string[]
  violations: Violation[]
  /** Everything logged, for the search for card numbers. */
  logs: string[]
  longestAnswer: number
  /** Called after every write that may have made work due. */
  dueChanged(table: string): void
}

/** Notes that a promise was broken. The first one ends the run. */
export function violate(world: World, code: string, message: string): void {
  const at = world.scheduler.now() - world.start
  world.violations.push({ code, message, at })
  world.trace.line(`VIOLATION ${code} ${message}`)
}
