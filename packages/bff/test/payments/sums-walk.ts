/**
 * One random walk of captures, voids and refunds of one payment, by the shop and in PayKKa's back office, with lost
 * answers, every reading of PayKKa's status words, answers and notifications that come late and in another order. At its end the
 * database must hold PayKKa's sums.
 */
import { randomUUID } from 'node:crypto'
import type { FaultRule } from '@paykka-checkout/emulator'
import { DIALECTS } from '@paykka-checkout/emulator'
import type { Balances, Payment } from '@paykka-checkout/shared-types'
import { listModifications } from '../../src/database/modification-rows.ts'
import { receiveNotification } from '../../src/database/notification-rows.ts'
import { findPayment } from '../../src/database/payment-rows.ts'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { notificationRow, processNotifications } from '../../src/payments/notifications/notification.ts'
import { ask } from '../../src/payments/purchases/ask-about-payment.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import type { Random } from '../support/random.ts'
import { createRandom } from '../support/random.ts'
import type { World } from '../support/world.ts'
import { shop, shopper } from '../support/world.ts'

const AMOUNT = 2294
const MINUTE = 60_000
const STEPS = 10

type Walk = {
  world: World
  random: Random
  paymentId: string
  transId: string
  orderId: string
  /** Answers that were asked for and have not been settled yet. */
  late: { answer: GatewayAnswer; at: number }[]
  /** What the notifications that are still on their way name. */
  notices: ('payment' | 'refund')[]
  story: string[]
}

/** @returns what went wrong, with the story of the walk; an empty list when nothing did */
export async function walk(world: World, seed: number): Promise<string[]> {
  const walking = await begin(world, seed)
  for (let step = 0; step < STEPS; step++) await takeStep(walking)
  await heal(walking)
  const wrong = await judgeEnd(walking)
  return wrong.length === 0 ? [] : [`seed ${seed}`, ...walking.story, ...wrong]
}

async function begin(world: World, seed: number): Promise<Walk> {
  const random = createRandom(seed)
  const dialect = drawWords(random)
  world.emulator.setDialect(dialect)
  const capture = random.chance(0.8) ? 'manual' : 'automatic'
  const changes = { orderReference: `walk-${seed}`, amount: { value: AMOUNT, currency: 'EUR' }, capture }
  const checkout = await shop(world).create(changes)
  const { payment } = (await shopper(world, checkout).pay()).json()
  const row = await findPayment(world.database.db, payment.id)
  if (!row?.gateway_order_id) throw new Error(`not paid: ${payment.status}`)
  const { id: paymentId, trans_id: transId, gateway_order_id: orderId } = row
  return {
    world,
    random,
    paymentId,
    transId,
    orderId,
    late: [],
    notices: [],
    story: [capture, JSON.stringify(dialect)],
  }
}

/** @returns one reading of each status word that PayKKa does not document */
function drawWords(random: Random): Record<string, string> {
  const words = Object.entries(DIALECTS).filter(([name]) => name.startsWith('statusAfter'))
  return Object.fromEntries(words.map(([name, { readings }]) => [name, random.pick([...readings])]))
}

const STEP_WEIGHTS = { shop: 48, office: 22, time: 10, askEarly: 7, settleLate: 7, notice: 6 }

async function takeStep(walking: Walk): Promise<void> {
  const { random, world, late, paymentId } = walking
  const step = random.weighted(STEP_WEIGHTS)
  if (step === 'shop') return shopActs(walking)
  if (step === 'office') return officeActs(walking)
  if (step === 'notice') return receiveNotice(walking)
  if (step === 'time') return pass(walking, random.int(1, 30) * MINUTE)
  if (step === 'askEarly') {
    late.push({ at: world.clock.now(), answer: await query(walking) })
    world.clock.advance(random.int(0, 2))
    return
  }
  const [answer] = late.splice(random.int(0, Math.max(0, late.length - 1)), 1)
  if (answer)
    await settlePayment(world.parts, paymentId, answer.answer, {
      what: 'query',
      at: answer.at,
      provenAt: answer.at,
    })
  walking.story.push(`late answer ${answer ? 'settled' : '-'}`)
}

/** Any of those on their way: they come late, in another order, and some never. */
async function receiveNotice({ world, random, transId, orderId, notices, story }: Walk): Promise<void> {
  const [kind] = notices.splice(random.int(0, Math.max(0, notices.length - 1)), 1)
  if (!kind) return
  const id = `notice ${random.int(0, Number.MAX_SAFE_INTEGER)}`
  const refund = kind === 'refund' ? { refundId: 'any' } : {}
  const notice = { id, kind, type: 'CHANGED', verified: true, ours: true, transId, gatewayOrderId: orderId }
  await receiveNotification(world.database, notificationRow({ ...notice, ...refund }, world.clock.now()))
  await processNotifications(world.parts, MINUTE)
  story.push(`notice about a ${kind}`)
}

function query({ world, transId }: Walk): Promise<GatewayAnswer> {
  return world.parts.gateway.query({ transId, amount: { value: AMOUNT, currency: 'EUR' } })
}

const euro = (value: number) => ({ amount: { value, currency: 'EUR' } })
/** Some amounts repeat, so that sums of different people are equal. */
const amountOf = (random: Random) => random.pick([1000, 1294, 500, random.int(1, AMOUNT)])

async function shopActs(walking: Walk): Promise<void> {
  const { random, world, paymentId, story } = walking
  const what = random.weighted({ captures: 4, refunds: 4, voids: 2 })
  const whole = what === 'voids' || random.chance(0.3)
  const final = what === 'captures' ? { final: random.chance(0.2) } : {}
  const body = { ...(whole ? {} : euro(amountOf(random))), ...final }
  await weather(walking, random.weighted({ none: 5, lost: 2, unsent: 1, word: 3 }))
  const key = { 'idempotency-key': randomUUID() }
  const { statusCode, body: text } = await shop(world).send(
    'POST',
    `/v1/payments/${paymentId}/${what}`,
    body,
    key,
  )
  story.push(`shop ${what} ${JSON.stringify(body)}: ${statusCode} ${JSON.parse(text).code ?? ''}`)
  walking.notices.push(what === 'refunds' ? 'refund' : 'payment')
  await world.emulator.setFaults()
  world.clock.advance(random.int(0, 3))
}

const WORDS = ['SUCCESS', 'AUTHORIZED', 'PROCESSING', 'PARTIALLY_REFUNDED', 'REFUNDED', 'PARTIALLY_REVERSED']

/** What happens to the calls of one step. A strange word is on one answer only, and sums are never touched. */
async function weather(
  { world, random, story }: Walk,
  kind: 'none' | 'lost' | 'unsent' | 'word',
): Promise<void> {
  const path = `/v3/payment/acq/${random.pick(['capture', 'void', 'refund', 'query', 'refund/query'])}`
  const word = random.pick(WORDS)
  const faults: Record<typeof kind, FaultRule[]> = {
    none: [],
    lost: [{ match: { path }, fault: { type: 'reset', when: 'after' }, times: random.int(1, 2) }],
    unsent: [{ match: { path }, fault: { type: 'reset', when: 'before' }, times: 1 }],
    word: [
      {
        match: { path: '/v3/payment/acq/query' },
        fault: { type: 'answer', status: word },
        times: random.int(1, 2),
      },
    ],
  }
  await world.emulator.setFaults(...faults[kind])
  if (kind !== 'none') story.push(`  weather: ${kind} ${kind === 'word' ? word : path}`)
}

/** Somebody works in PayKKa's back office: the BFF neither asks nor hears of it. */
async function officeActs({ world, random, orderId, notices, story }: Walk): Promise<void> {
  const { modifications } = world.parts
  const what = random.weighted({ capture: 4, refund: 4, void: 2 })
  const amount = { value: amountOf(random), currency: 'EUR' }
  const about = { orderId, amount, sendBefore: Number.POSITIVE_INFINITY }
  const why = 'requested_by_customer'
  const answer = await {
    capture: () => modifications.capture({ ...about, final: random.chance(0.2) }),
    refund: () => modifications.refund({ ...about, transId: randomUUID(), reason: why }),
    void: () => modifications.void({ ...about, whole: random.chance(0.7), reason: why }),
  }[what]()
  notices.push(what === 'refund' ? 'refund' : 'payment')
  story.push(`office ${what} ${amount.value}: ${answer.kind}`)
}

async function pass({ world, story }: Walk, ms: number): Promise<void> {
  story.push(`${Math.round(ms / MINUTE)} min`)
  world.clock.advance(ms)
  await processNotifications(world.parts, MINUTE)
  await world.resolve()
  await world.resolveModifications()
}

/** All is well again: the resolvers run for some hours, as they do in every process. */
async function heal(walking: Walk): Promise<void> {
  const { world, paymentId } = walking
  await world.emulator.setFaults()
  for (let round = 0; round < 14; round++) await pass(walking, 11 * MINUTE)
  const row = await findPayment(world.database.db, paymentId)
  if (row) await ask(world.parts, row)
}

async function judgeEnd({ world, paymentId, transId, story }: Walk): Promise<string[]> {
  const reported = (await shop(world).send('GET', `/v1/payments/${paymentId}`)).json().payment as Payment
  const there = world.emulator.ledger().orders.find((order) => order.transId === transId)?.balances ?? {}
  const sums = reported.balances ?? ({} as Balances)
  story.push(`end: ${reported.status} ${JSON.stringify(sums)}, PayKKa ${JSON.stringify(there)}`)
  const open = (await listModifications(world.database.db, [paymentId])).filter(
    (operation) => operation.open === 1,
  )
  return [
    ...differences(sums, there),
    ...open.map(({ type, status, failure }) => `open ${type}: ${status} ${failure ?? ''}`),
    ...(reported.status === 'needs_review' ? ['needs_review'] : []),
    ...(await refundRest(world, paymentId, sums)),
  ]
}

function differences(sums: Balances, there: Record<string, number>): string[] {
  const pairs: [string, number | undefined, number | undefined][] = [
    ['authorized', sums.authorized, there.authed_amount],
    ['captured', sums.captured, there.captured_amount],
    ['voided', sums.voided, there.voided_amount],
    ['refunded', sums.refunded, there.refunded_amount],
  ]
  return pairs
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([name, ours, theirs]) => `${name} ${ours} ≠ ${theirs}`)
}

/** Everything that was captured and not refunded yet can be given back, and not one cent more. */
async function refundRest(world: World, paymentId: string, sums: Balances): Promise<string[]> {
  const rest = sums.captured - sums.refunded
  const refund = async (body: object) =>
    shop(world).send('POST', `/v1/payments/${paymentId}/refunds`, body, { 'idempotency-key': randomUUID() })
  const more = await refund(euro(rest + 1))
  const wrong = more.statusCode < 400 ? [`${rest + 1} could be refunded of ${rest}`] : []
  if (rest === 0) return wrong
  const all = await refund({})
  const amount = all.json().operation?.amount.value
  return amount === rest
    ? wrong
    : [...wrong, `the rest of ${rest} was not refunded: ${all.statusCode} ${all.body}`]
}
