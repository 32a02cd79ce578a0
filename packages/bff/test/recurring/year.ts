/** A shop with subscriptions: its scheduler, which runs every day, its shoppers, and what banks and PayKKa do to them. */
import { randomUUID } from 'node:crypto'
import type { Fault } from '@paykka-checkout/emulator'
import type { LightMyRequestResponse } from 'fastify'
import { runDaily } from '../../src/jobs/daily.ts'
import { cancelReplaced } from '../../src/payments/recurring/cancel-replaced.ts'
import type { Schedule } from '../support/doc-code.ts'
import { atBank, follow } from '../support/hosted.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const DAY = 86_400_000
/** Shops give up sometime; the next period is tried anew. */
const GIVE_UP_MS = 14 * DAY

export type Subscription = {
  reference: string
  agreementId: string
  zone: string
  /** Its first day, on the shopper's clocks. */
  first: string
  period: number
  /** When this period was first tried, and when it may be tried again. */
  since: number
  notBefore: number
  /** Waits for the result of a charge. */
  openPayment: string | null
  /** No further charge before the shopper came. */
  needsShopper: boolean
}

export type Happening =
  | 'paid'
  | 'declined for now'
  | 'declined finally'
  | 'asked for the shopper'
  | 'unknown'
  | 'failed'
  | 'found ended'
  | 'ended by the shop'
  | 'revoked at PayKKa'
  | 'run twice'
  | 'card renewed'
  | 'expiring card announced'
  | 'subscribed anew'
  | 'given up'

type Answer = { status: string; id: string; retry?: { advice: string; notBefore?: string } }

/** `heeds`: whether the scheduler does what `retry` says. */
export type Shop = { world: World; random: () => number; schedule: Schedule; heeds: boolean }

export class Year {
  readonly seen: Partial<Record<Happening, number>> = {}
  readonly subscriptions: Subscription[] = []
  readonly #shop: Shop
  #told = 0

  constructor(parts: Shop) {
    this.#shop = parts
  }

  async live(days: number): Promise<void> {
    for (let day = 0; day < days; day++) await this.#liveADay()
    await this.#shop.world.emulator.setFaults()
    for (let turn = 0; turn < 6; turn++) await this.#work(3_600_000)
  }

  async subscribe(reference: string, first: string, zone: string, card: object): Promise<void> {
    const agreementId = await this.#agree(reference, `${reference}-begin`, card)
    const fresh = { since: 0, notBefore: 0, openPayment: null, needsShopper: false }
    this.subscriptions.push({ reference, agreementId, zone, first, period: 1, ...fresh })
  }

  #note(what: Happening): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1
  }

  async #liveADay(): Promise<void> {
    const { world } = this.#shop
    await this.#work(DAY)
    for (const one of this.subscriptions) {
      await this.#lookAtOpen(one)
      if (one.needsShopper) await this.#mayCome(one)
      else if (this.#isDue(one)) await this.#charge(one)
    }
    await world.emulator.setFaults()
  }

  /** What the jobs do in that time. */
  async #work(ms: number): Promise<void> {
    const { world } = this.#shop
    world.clock.advance(ms)
    for (let turn = 0; turn < 3; turn++) await world.resolve()
    await runDaily(world.parts)
    await cancelReplaced(world.parts)
    await this.#hearOfCards()
  }

  /** The shop's inbox: shoppers whose card soon expires get a mail, and come sometime. */
  async #hearOfCards(): Promise<void> {
    const { world } = this.#shop
    const events = await world.database.db
      .selectFrom('shop_events')
      .select('payload')
      .where('type', '=', 'agreement.card_expiring')
      .execute()
    for (const { payload } of events.slice(this.#told)) {
      this.#note('expiring card announced')
      const { agreementId } = JSON.parse(payload).data
      const one = this.subscriptions.find((each) => each.agreementId === agreementId)
      if (one && this.#shop.random() < 0.5) await this.#renew(one, `${one.reference}-card-${this.#told}`, 1)
    }
    this.#told = events.length
  }

  #isDue({ first, period, zone, notBefore, openPayment }: Subscription): boolean {
    const { schedule, world } = this.#shop
    const due = schedule.momentOf(schedule.billingDay(first, period), '09:00', zone)
    const now = world.clock.now()
    return openPayment === null && due <= now && notBefore <= now
  }

  async #charge(one: Subscription): Promise<void> {
    one.since ||= this.#shop.world.clock.now()
    await this.#makeTrouble(one)
    const isTwice = this.#shop.random() < 0.15
    if (isTwice) this.#note('run twice')
    // Two servers of the shop run the same schedule at the same moment.
    const [answer, other] = await Promise.all([this.#send(one), isTwice ? this.#send(one) : null])
    await this.#shop.world.emulator.setFaults()
    const isFirst = other === null || answer.statusCode === 201 || other.statusCode !== 201
    await this.#take(one, isFirst ? answer : other)
  }

  #send({ agreementId, reference, period }: Subscription): Promise<LightMyRequestResponse> {
    const body = { agreementId, orderReference: `${reference}-${period}`, amount: PRICE }
    return shop(this.#shop.world).send('POST', '/v1/recurring/charges', body, keyed())
  }

  async #take(one: Subscription, answer: LightMyRequestResponse): Promise<void> {
    const { code, payment } = answer.json() as { code?: string; payment?: Answer }
    if (answer.statusCode === 201 && payment) this.#read(one, payment)
    else if (code === 'already_paid' || code === 'order_already_paid') this.#next(one, 'paid')
    else if (code === 'agreement_inactive') {
      one.needsShopper = true
      this.#note('found ended')
    } else {
      this.#note('failed')
      one.notBefore = this.#shop.world.clock.now() + DAY
    }
  }

  #read(one: Subscription, { status, id, retry }: Answer): void {
    if (status === 'succeeded') this.#next(one, 'paid')
    else if (status === 'unknown' || status === 'processing') {
      one.openPayment = id
      this.#note('unknown')
    } else this.#readFailure(one, retry)
  }

  #readFailure(one: Subscription, retry: Answer['retry']): void {
    const now = this.#shop.world.clock.now()
    this.#note(WORDS[retry?.advice ?? ''] ?? 'failed')
    one.openPayment = null
    if (now - one.since > GIVE_UP_MS) this.#next(one, 'given up')
    else if (!this.#shop.heeds) one.notBefore = now
    else if (retry?.notBefore) one.notBefore = Date.parse(retry.notBefore)
    else one.needsShopper = true
  }

  #next(one: Subscription, what: Happening): void {
    this.#note(what)
    one.period++
    one.since = 0
    one.notBefore = 0
    one.openPayment = null
  }

  async #lookAtOpen(one: Subscription): Promise<void> {
    if (one.openPayment === null) return
    const answer = await shop(this.#shop.world).send('GET', `/v1/payments/${one.openPayment}`)
    const { payment } = answer.json() as { payment: Answer }
    if (payment.status !== 'unknown' && payment.status !== 'processing') this.#read(one, payment)
  }

  /** The shopper was asked to come, and does so one of these days. */
  async #mayCome(one: Subscription): Promise<void> {
    if (this.#shop.random() < 0.6) return
    await this.#renew(one, `${one.reference}-${one.period}`, PRICE.value)
  }

  async #renew(one: Subscription, orderReference: string, value: number): Promise<void> {
    const { world } = this.#shop
    const path = `/v1/recurring/agreements/${one.agreementId}/checkouts`
    const body = { orderReference, amount: { ...PRICE, value }, returnUrl: `${SHOP_ORIGIN}/account` }
    const answer = await shop(world).send('POST', path, body)
    if (answer.json().code === 'agreement_inactive') return this.#subscribeAnew(one)
    if (answer.statusCode !== 201) return
    await this.#pay(answer.json(), NEW_CARD)
    this.#note('card renewed')
    one.needsShopper = false
    if (value === PRICE.value) this.#next(one, 'paid')
  }

  async #subscribeAnew(one: Subscription): Promise<void> {
    one.agreementId = await this.#agree(one.reference, `${one.reference}-${one.period}`, NEW_CARD)
    one.needsShopper = false
    this.#note('subscribed anew')
    this.#next(one, 'paid')
  }

  async #agree(reference: string, orderReference: string, card: object): Promise<string> {
    const { world } = this.#shop
    const order = {
      orderReference,
      amount: PRICE,
      shopper: { reference },
      recurring: { type: 'subscription' },
    }
    const checkout = await shop(world).create(order)
    await this.#pay(checkout, card)
    return (await shop(world).read(checkout.id)).payments.at(-1)?.agreementId ?? ''
  }

  async #pay(checkout: { id: string; clientSecret: string }, card: object): Promise<void> {
    const { world } = this.#shop
    const { payment } = (await shopper(world, checkout).pay({ card })).json()
    if (payment.action) await follow(world, await atBank(payment.action.url, 'approve'))
  }

  /** What banks, networks and PayKKa do to the next charge. */
  async #makeTrouble(one: Subscription): Promise<void> {
    const { world, random } = this.#shop
    const fault = pick(FAULTS, random())
    if (fault) await world.emulator.setFaults({ match: { path: '/v3/payment/acq' }, times: 1, fault })
    const chance = random()
    if (chance < 0.03) {
      this.#note('revoked at PayKKa')
      const current = world.emulator
        .ledger()
        .agreements.findLast(({ active, shopperReference }) => active && shopperReference === one.reference)
      if (current) await world.parts.tokens.cancelAgreement(current.id, one.reference)
    } else if (chance < 0.05) {
      this.#note('ended by the shop')
      const url = `/v1/recurring/agreements/${one.agreementId}`
      const headers = { authorization: `Bearer ${world.config.secretKeys[0]}` }
      await world.app.inject({ method: 'DELETE', url, headers })
    }
  }
}

const PRICE = { value: 999, currency: 'EUR' }
/** Its bank asks for a confirmation when the shopper pays. */
const NEW_CARD = { number: '5555555555554444', expMonth: '12', expYear: '2031' }
const keyed = () => ({ 'idempotency-key': randomUUID() })

const WORDS: Record<string, Happening> = {
  later: 'declined for now',
  'new-card': 'declined finally',
  never: 'declined finally',
  shopper: 'asked for the shopper',
}

const declined = (errorCode: string): Fault => ({ type: 'decline', errorCode })
/** Shares of all charges; the rest goes well. */
const FAULTS: [number, Fault][] = [
  [0.12, declined('3051')],
  [0.06, declined('3005')],
  [0.05, declined('3065')],
  [0.04, declined('3054')],
  [0.03, declined('3901')],
  [0.03, declined('3902')],
  [0.05, { type: 'reset', when: 'after' }],
  [0.03, { type: 'reset', when: 'before' }],
  [0.03, { type: 'status', status: 500 }],
]

function pick(shares: readonly [number, Fault][], at: number): Fault | undefined {
  let left = at
  for (const [share, fault] of shares) {
    left -= share
    if (left < 0) return fault
  }
  return undefined
}
