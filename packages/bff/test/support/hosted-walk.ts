/** A random life of one checkout between PayKKa's page, a card, a bank and an unreliable network. */
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import type { Database } from '../../src/database/database.ts'
import { giveBackSurplus } from '../../src/payments/duplicates/give-back.ts'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { resolve } from '../../src/payments/payments.ts'
import type { Visitor } from './hosted.ts'
import { atBank, decide, follow, MINUTE, visit } from './hosted.ts'
import type { World } from './world.ts'

const CARDS = ['4242424242424242', '5555555555554444', '4000000000000002', '4000000000000119'] as const
const WAYS = [['ideal'], ['alipay_plus'], []] as const
const MINUTES = [0.02, 1, 3, 8, 16, 25] as const

export type Step =
  | { do: 'open'; ways: readonly string[] }
  | { do: 'pay page' | 'cancel link' | 'bare return' | 'come back'; page: number }
  | { do: 'abandon' | 'notice lost' | 'notice late' | 'PayKKa away' | 'PayKKa back' }
  | { do: 'pay card'; number: (typeof CARDS)[number]; lost: boolean }
  | { do: 'bank'; decision: 'approve' | 'fail' | 'cancel' }
  | { do: 'wait'; minutes: number }
  /** The process dies at its n-th commit while it works off what is due. */
  | { do: 'crash'; commit: number }

const page = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('open' as const), ways: fc.constantFrom(...WAYS) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pay page' as const), page }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel link' as const, 'come back' as const), page }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bare return' as const), page }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('abandon' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pay card' as const),
      number: fc.constantFrom(...CARDS),
      lost: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('bank' as const),
      decision: fc.constantFrom('approve' as const, 'fail' as const, 'cancel' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(...MINUTES) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('crash' as const), commit: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'notice lost' as const,
        'notice late' as const,
        'PayKKa away' as const,
        'PayKKa back' as const,
      ),
    }),
  },
)
/** What most double payments begin with. */
const leaving: fc.Arbitrary<Step[]> = fc.constantFrom(
  [{ do: 'open', ways: ['ideal'] }, { do: 'abandon' }],
  [
    { do: 'open', ways: [] },
    { do: 'cancel link', page: 0 },
  ],
)
const chapter = fc.oneof(
  { weight: 2, arbitrary: step.map((one) => [one]) },
  { weight: 1, arbitrary: leaving },
)
export const walks = fc.array(chapter, { minLength: 3, maxLength: 12 }).map((chapters) => chapters.flat())

/** The shopper's answers, step by step, and which of them contradicted PayKKa's books at that moment. */
export type Reported = { words: string[]; lies: string[] }

/** Walks, then waits until everything has ended. @returns the checkout, to compare with PayKKa's books */
export async function walk(world: World, steps: Step[]): Promise<Visitor & { reported: Reported }> {
  world.emulator.reset()
  const visitor = await visit(world)
  const path = new Path(world, visitor)
  const listener = new Listener(world, visitor)
  for (const one of steps) {
    await path.go(one)
    await listener.listen(one)
  }
  await path.end()
  await listener.listen({ do: 'wait', minutes: 0 })
  return { ...visitor, reported: listener.reported }
}

/** After these the element says that nothing was charged. */
const OVER = ['declined', 'canceled', 'failed', 'expired']

/** Reads what the browser reads after each step, and compares it with what PayKKa has done so far. */
export class Listener {
  readonly reported: Reported = { words: [], lies: [] }
  readonly #world: World
  readonly #visitor: Visitor
  /** Attempts that the shopper saw as not charged. A later payment is not a contradiction. */
  readonly #over = new Set<string>()
  #wasPaid = false

  constructor(world: World, visitor: Visitor) {
    this.#world = world
    this.#visitor = visitor
  }

  async listen(step: Step): Promise<void> {
    const { status, lastPayment } = await this.#visitor.buyer.read()
    const last = lastPayment?.status ?? 'none'
    this.reported.words.push(`${step.do}: ${status}, ${last}`)
    const isPaid = status === 'succeeded' || status === 'authorized'
    if (isPaid && this.#charged().length === 0) this.#lie(step, 'paid, and PayKKa took nothing')
    if (this.#wasPaid && !isPaid) this.#lie(step, `paid before, and ${status} now`)
    this.#wasPaid = isPaid
    if (lastPayment && OVER.includes(last)) await this.#hearOver(step, lastPayment.id)
    if (step.do === 'open' && last === 'action_required' && lastPayment?.method === 'hosted')
      this.#checkName(step, lastPayment.way?.code)
  }

  async #hearOver(step: Step, id: string): Promise<void> {
    if (this.#over.has(id)) return
    this.#over.add(id)
    const { payments } = await this.#visitor.truth()
    const transId = payments.find((payment) => payment.id === id)?.transId ?? ''
    if (this.#charged().includes(transId)) this.#lie(step, 'nothing was charged, and PayKKa took it')
  }

  /** The page is called by the way that was chosen for it. */
  #checkName(step: Extract<Step, { do: 'open' }>, name: string | undefined): void {
    if (name !== undefined && step.ways.length > 0 && !step.ways.includes(name))
      this.#lie(step, `${name}, and ${step.ways} was chosen`)
  }

  #charged(): string[] {
    const { orders } = this.#world.emulator.ledger()
    return orders.filter(({ charges }) => charges > 0).map(({ transId }) => transId)
  }

  #lie(step: Step, words: string): void {
    this.reported.lies.push(`${step.do}: ${words}`)
  }
}

class Path {
  readonly #world: World
  readonly #visitor: Visitor
  readonly #pages: string[] = []
  /** Where PayKKa would lead the browser that paid this page. */
  readonly #backs: string[] = []
  #bank = ''

  constructor(world: World, visitor: Visitor) {
    this.#world = world
    this.#visitor = visitor
  }

  async go(one: Step): Promise<void> {
    switch (one.do) {
      case 'open':
        return this.#open(one.ways)
      case 'pay page':
        return this.#onPage(one.page, (url, at) => this.#payPage(url, at))
      case 'cancel link':
        return this.#onPage(one.page, async (url) => this.#follow(await decide(url, 'cancel')))
      case 'bare return':
        return this.#onPage(one.page, async (url) =>
          this.#follow((await decide(url, 'cancel')).replace('/cancel/', '/return/')),
        )
      case 'come back':
        return this.#onPage(one.page, async (_url, at) => this.#follow(this.#backs[at] ?? ''))
      case 'abandon':
        return void (await this.#visitor.leave())
      case 'pay card':
        return this.#payCard(one)
      case 'bank':
        return this.#bank === '' ? undefined : this.#follow(await atBank(this.#bank, one.decision))
      case 'wait':
        return this.#wait(one.minutes * MINUTE)
      case 'crash':
        return work(this.#world, dyingAt(this.#world.database, one.commit)).catch(() => {})
      default:
        return this.#disturb(one.do)
    }
  }

  /** The weather clears, and hours pass. */
  async end(): Promise<void> {
    await this.#world.emulator.setFaults()
    for (const minutes of [1, 5, 10, 10, 10, 30, 60, 60, 60]) await this.#wait(minutes * MINUTE)
  }

  async #open(ways: readonly string[]): Promise<void> {
    const answer = await this.#visitor.open(ways.length > 0 ? { methods: ways } : {})
    const { url } = answer.json()
    if (answer.statusCode === 200 && !this.#pages.includes(url)) this.#pages.push(url)
  }

  async #onPage(which: number, visitPage: (url: string, at: number) => Promise<void>): Promise<void> {
    const at = this.#pages.length > 0 ? which % this.#pages.length : 0
    const url = this.#pages[at]
    if (url) await visitPage(url, at)
  }

  async #payPage(url: string, at: number): Promise<void> {
    this.#backs[at] = await decide(url, 'pay')
  }

  async #payCard({ number, lost }: { number: string; lost: boolean }): Promise<void> {
    const fault = { type: 'reset', when: 'after' } as const
    if (lost) await this.#addFault({ match: { path: '/v3/payment/acq' }, times: 1, fault })
    const answer = await this.#visitor.pay({ card: { number } })
    const url = answer.json().payment?.action?.url
    if (url && number === '5555555555554444') this.#bank = url
  }

  async #follow(address: string): Promise<void> {
    if (address !== '') await follow(this.#world, address)
  }

  async #disturb(what: 'notice lost' | 'notice late' | 'PayKKa away' | 'PayKKa back'): Promise<void> {
    if (what === 'PayKKa back') return void (await this.#world.emulator.setFaults())
    if (what === 'PayKKa away') return this.#addFault({ times: 0, fault: { type: 'reset' } })
    const kind = what === 'notice lost' ? ('lost' as const) : ('late' as const)
    return this.#addFault({ times: 1, fault: { type: 'notice', kind, ms: 9 * MINUTE } })
  }

  async #addFault(rule: object): Promise<void> {
    const url = new URL('/emulator/faults', this.#world.emulator.url)
    const headers = { 'content-type': 'application/json' }
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(rule) })
  }

  async #wait(ms: number): Promise<void> {
    this.#world.clock.advance(ms)
    await this.#world.emulator.idle()
    await work(this.#world, this.#world.database).catch(() => {})
  }
}

const LEASE_MS = 30_000

/** What the jobs of one process do, once. */
async function work(world: World, database: Database): Promise<void> {
  const parts = { ...world.parts, database }
  await processNotifications(parts, LEASE_MS)
  while ((await resolve(parts, 'walk', LEASE_MS)) > 0) await turn()
  for (let times = 0; times < 4; times++) await giveBackSurplus(parts, LEASE_MS)
}

/** A database whose n-th commit never happens, nor any after it. */
function dyingAt(database: Database, commit: number): Database {
  let left = commit
  const transaction: Database['transaction'] = (run) => {
    if (--left <= 0) throw new Error('this process has died')
    return database.transaction(run)
  }
  return { ...database, transaction }
}
