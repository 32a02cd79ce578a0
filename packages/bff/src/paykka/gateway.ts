/** The PayKKa gateway: send and judge, joined. */
import type { PaykkaConfig } from '../config.ts'
import { isLoopback } from '../loopback.ts'
import type {
  Gateway,
  GatewayAnswer,
  HostedPurchase,
  PaymentReference,
  Purchase,
} from '../payment/gateway.ts'
import type { ModificationGateway } from '../payment/modifications/gateway.ts'
import type { TokenGateway } from '../payment/saved-cards.ts'
import type { ProcessClock } from '../process-clock.ts'
import { asOrder } from './answer.ts'
import type { ClientLog, PaykkaClient } from './client.ts'
import { createClient, LostError, NotSentError } from './client.ts'
import type { RawResponse } from './envelope.ts'
import { createOperations } from './operations.ts'
import { purchaseBody, queryBody } from './request.ts'
import type { Expectation } from './response.ts'
import { readPaymentAnswer } from './response.ts'
import { readSessionAnswer, sessionBody } from './session.ts'
import { createTokens } from './tokens.ts'
import { PATHS } from './wire.ts'

/** All that PayKKa is asked for. */
export type PaykkaGateway = Gateway & ModificationGateway & TokenGateway

/** A query moves no money, so a lost one may be sent again at once. */
const QUERY_TRIES = 2

/**
 * @param notifyUrl where PayKKa sends its notices
 * @param now Unix milliseconds
 * @param clock told the time that each answer shows
 */
export function createPaykkaGateway(
  config: PaykkaConfig,
  notifyUrl: string,
  now: () => number,
  log: ClientLog,
  clock?: Pick<ProcessClock, 'note'>,
): PaykkaGateway {
  const client = createClient(config, now, log, clock)
  return {
    purchase: (purchase) => sendPurchase(client, purchase, config, notifyUrl, now),
    query: (reference) => sendQuery(client, reference, config, now),
    ...createOperations({ client, config, notifyUrl, now }),
    ...createTokens({ client, config, notifyUrl, now }),
    close: () => client.close(),
  }
}

async function sendPurchase(
  client: PaykkaClient,
  purchase: Purchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: () => number,
): Promise<GatewayAnswer> {
  if (purchase.method.kind === 'hosted')
    return sendSession(client, purchase, purchase.method, config, notifyUrl, now)
  const body = purchaseBody(purchase, config, notifyUrl, now())
  const judge = (response: RawResponse) =>
    readPaymentAnswer(response, expectation(config, purchase, 'purchase'))
  try {
    const post = () => client.post(PATHS.purchase, body, purchase.sendBefore)
    const answer = await attempt(post, judge)
    // Only what provably never left may be sent again, once, under the same trans_id.
    return answer.kind === 'not_sent' ? await attempt(post, judge) : answer
  } finally {
    body.fill(0)
  }
}

/** A session moves no money, and one `trans_id` has one: asked for again it is the same. */
async function sendSession(
  client: PaykkaClient,
  purchase: Purchase,
  method: HostedPurchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: () => number,
): Promise<GatewayAnswer> {
  const body = sessionBody(purchase, method, config, notifyUrl, now())
  const judge = (response: RawResponse) => asOrder(readSessionAnswer(response, config))
  const once = () => attempt(() => client.post(PATHS.session, body, purchase.sendBefore), judge)
  const answer = await once()
  return answer.kind === 'not_sent' || answer.kind === 'unknown' ? await once() : answer
}

async function sendQuery(
  client: PaykkaClient,
  reference: PaymentReference,
  config: PaykkaConfig,
  now: () => number,
): Promise<GatewayAnswer> {
  const judge = (response: RawResponse) =>
    readPaymentAnswer(response, expectation(config, reference, 'query'))
  for (let tries = 1; ; tries++) {
    const answer = await attempt(() => client.post(PATHS.query, queryBody(reference, config, now())), judge)
    const inconclusive = answer.kind === 'unknown' || answer.kind === 'not_sent'
    if (!inconclusive || tries === QUERY_TRIES) return answer
  }
}

async function attempt(
  post: () => Promise<RawResponse>,
  judge: (response: RawResponse) => GatewayAnswer,
): Promise<GatewayAnswer> {
  try {
    return judge(await post())
  } catch (error) {
    if (error instanceof NotSentError) return { kind: 'not_sent', reason: error.reason }
    return { kind: 'unknown', reason: error instanceof LostError ? error.reason : 'unexpected_error' }
  }
}

function expectation(
  config: PaykkaConfig,
  reference: PaymentReference,
  asked: Expectation['asked'],
): Expectation {
  return {
    asked,
    merchantId: config.merchantId,
    transId: reference.transId,
    amount: reference.amount,
    declineCodes: config.declineCodes,
    methodCodes: config.methodCodes,
    refusalCodes: config.refusalCodes,
    allowHttpAction: isLoopback(config.apiUrl.hostname),
  }
}
