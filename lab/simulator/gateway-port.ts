/** The way from one instance to PayKKa: slow, lossy, and sometimes lying. */
import type { RawResponse } from '../../packages/bff/src/paykka/envelope.ts'
import { readPaymentAnswer } from '../../packages/bff/src/paykka/response.ts'
import type {
  Gateway,
  GatewayAnswer,
  PaymentReference,
  Purchase,
} from '../../packages/bff/src/payments/gateway.ts'
import { receive } from './gateway-model.ts'
import type { Life } from './life.ts'
import { pass } from './life.ts'
import { MINUTE, SECOND } from './options.ts'
import { answerReceipt, describeOrder, MERCHANT, notFound, wrongAnswer } from './raw-answers.ts'
import { noteSend } from './watch.ts'
import type { World } from './world.ts'

/** `PAYKKA_TIMEOUT_MS` as it is when nobody sets it. */
export const TIMEOUT_MS = 20 * SECOND

export function gatewayPort(world: World, life: Life): Gateway {
  return {
    purchase: (purchase) => sendPurchase(world, life, purchase),
    query: (reference) => sendQuery(world, life, reference),
    close: async () => {},
  }
}

/** `unsent`: it provably never left. `lost`: it may have arrived. */
type Exchanged = { raw: RawResponse; at: number } | { unsent: string } | { lost: string }

async function sendPurchase(world: World, life: Life, purchase: Purchase): Promise<GatewayAnswer> {
  const post = (): Promise<Exchanged> => {
    const timestamp = life.now()
    // As in `paykka/client.ts`: what is not signed in time never leaves.
    if (timestamp >= purchase.sendBefore) return Promise.resolve({ unsent: 'too_late' })
    noteSend(world, life, purchase)
    return exchange(world, life, 'purchase', purchase, (answer) =>
      receive(world, purchase, timestamp, (receipt) => answer(answerReceipt(receipt))),
    )
  }
  const first = await post()
  return judge(life, 'unsent' in first ? await post() : first, purchase, 'purchase')
}

async function sendQuery(world: World, life: Life, reference: PaymentReference): Promise<GatewayAnswer> {
  for (let tries = 1; ; tries++) {
    const exchanged = await exchange(world, life, 'query', reference, (answer) => {
      const order = world.gateway.orders.get(reference.transId)
      answer(order && order.visibleAt <= world.scheduler.now() ? describeOrder(order) : notFound())
    })
    const answer = judge(life, exchanged, reference, 'query')
    if (tries === 2 || (answer.kind !== 'unknown' && answer.kind !== 'not_sent')) return answer
  }
}

function judge(
  life: Life,
  exchanged: Exchanged,
  about: PaymentReference,
  asked: 'purchase' | 'query',
): GatewayAnswer {
  if ('unsent' in exchanged) return { kind: 'not_sent', reason: exchanged.unsent }
  if ('lost' in exchanged) return { kind: 'unknown', reason: exchanged.lost }
  return readPaymentAnswer(dated(life, exchanged), {
    asked,
    merchantId: MERCHANT,
    transId: about.transId,
    amount: about.amount,
    declineCodes: {},
    methodCodes: {},
    refusalCodes: [],
    allowHttpAction: false,
  })
}

/** As in `paykka/paykka-client.ts`: an answer must be fresh by this process's time, and then updates that time. */
function dated(life: Life, { raw, at }: { raw: RawResponse; at: number }): RawResponse {
  if (raw.signature !== 'valid') return raw
  const fresh = Math.abs(life.now() - at) <= 5 * MINUTE
  life.reported(at)
  return fresh ? raw : { ...raw, signature: 'invalid' }
}

type Way = 'fine' | 'unsent' | 'lostBefore' | 'resetBefore' | 'lostAfter' | 'resetAfter' | 'wrong' | 'slow'

const FAULTY = { unsent: 2, lostBefore: 2, resetBefore: 1, lostAfter: 3, resetAfter: 2, wrong: 3, slow: 2 }
const DOWN = { unsent: 4, lostBefore: 3, resetBefore: 1, wrong: 0 }

function chooseWay({ weather, random, options }: World): Way {
  if (weather.gatewayDown) return random.weighted(DOWN)
  const faulty = !weather.healed && random.chance(options.gatewayFaults)
  return faulty ? random.weighted(FAULTY) : 'fine'
}

/** @param arrive called when the request reaches PayKKa; it may answer later, or never */
async function exchange(
  world: World,
  life: Life,
  label: string,
  about: PaymentReference,
  arrive: (answer: (raw: RawResponse) => void) => void,
): Promise<Exchanged> {
  const { random } = world
  const way = chooseWay(world)
  if (way === 'unsent') {
    await pass(world, life, `${label} unsent`, random.int(20, 3000))
    return { unsent: 'ECONNREFUSED' }
  }
  if (way === 'resetBefore') {
    await pass(world, life, `${label} reset`, random.int(10, 500))
    return { lost: 'ECONNRESET' }
  }
  return travel(world, life, label, way, (answer) =>
    arrive((raw) =>
      answer({ raw: way === 'wrong' ? wrongAnswer(random, about) : raw, at: world.scheduler.now() }),
    ),
  )
}

function travel(
  world: World,
  life: Life,
  label: string,
  way: Way,
  arrive: (answer: (exchanged: Exchanged) => void) => void,
): Promise<Exchanged> {
  const { random, scheduler } = world
  return new Promise((resolve) => {
    void pass(world, life, `${label} timeout`, TIMEOUT_MS).then(() => resolve({ lost: 'timeout' }))
    if (way === 'lostBefore') return
    const there = way === 'slow' ? random.int(SECOND, 7 * MINUTE) : random.int(3, 100)
    const back = () => (random.chance(0.1) ? random.int(100, 15 * SECOND) : random.int(3, 100))
    scheduler.after(there, () =>
      arrive((exchanged) => {
        if (way === 'lostAfter') return
        const seen = way === 'resetAfter' ? { lost: 'ECONNRESET' } : exchanged
        void pass(world, life, `${label}<`, back()).then(() => resolve(seen))
      }),
    )
  })
}
