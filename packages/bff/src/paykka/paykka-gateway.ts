/** The PayKKa gateway: sends requests and judges the answers. */
import type { PaykkaConfig } from '../config/config.ts'
import { isLoopback } from '../domain/loopback.ts'
import type {
  Gateway,
  GatewayAnswer,
  HostedPurchase,
  PaymentReference,
  Purchase,
} from '../payments/gateway.ts'
import type { ModificationGateway } from '../payments/modifications/modification-gateway.ts'
import type { TokenGateway } from '../payments/saved-cards/token-gateway.ts'
import type { ProcessClock } from '../process/process-clock.ts'
import type { PaykkaParts } from './exchange.ts'
import { exchange, question } from './exchange.ts'
import { readSessionAnswer, sessionBody } from './hosted-session.ts'
import { createModifications } from './modification-requests.ts'
import type { ClientLog } from './paykka-client.ts'
import { createClient } from './paykka-client.ts'
import { asOrder } from './payment-answer.ts'
import { purchaseBody } from './purchase-request.ts'
import type { Expectation } from './response.ts'
import { readPaymentAnswer } from './response.ts'
import { createTokens } from './tokens.ts'
import { PATHS } from './wire.ts'

/** All gateway interfaces that PayKKa implements. */
type PaykkaGateway = Gateway & ModificationGateway & TokenGateway

/**
 * @param notifyUrl the address to which PayKKa sends notifications
 * @param now Unix milliseconds
 * @param clock receives the time of each answer
 */
export function createPaykkaGateway(
  config: PaykkaConfig,
  notifyUrl: string,
  now: () => number,
  log: ClientLog,
  clock?: Pick<ProcessClock, 'note'>,
): PaykkaGateway {
  const parts = { client: createClient(config, now, log, clock), config, notifyUrl, now }
  return {
    purchase: (purchase) => sendPurchase(parts, purchase),
    query: (reference) =>
      question(parts, PATHS.query, { trans_id: reference.transId }, (response) =>
        readPaymentAnswer(response, expectation(config, reference, 'query')),
      ),
    ...createModifications(parts),
    ...createTokens(parts),
    close: () => parts.client.close(),
  }
}

async function sendPurchase(parts: PaykkaParts, purchase: Purchase): Promise<GatewayAnswer> {
  const { client, config, notifyUrl, now } = parts
  if (purchase.method.kind === 'hosted') return sendSession(parts, purchase, purchase.method)
  const body = purchaseBody(purchase, config, notifyUrl, now())
  try {
    return await exchange(client, {
      path: PATHS.purchase,
      body: () => body,
      judge: (response) => readPaymentAnswer(response, expectation(config, purchase, 'purchase')),
      again: 'when_unsent',
      sendBefore: purchase.sendBefore,
    })
  } finally {
    body.fill(0)
  }
}

/** A session moves no money, and PayKKa has one per `trans_id`: a repeated request returns the same one. */
function sendSession(
  { client, config, notifyUrl, now }: PaykkaParts,
  purchase: Purchase,
  method: HostedPurchase,
): Promise<GatewayAnswer> {
  const body = sessionBody(purchase, method, config, notifyUrl, now())
  return exchange(client, {
    path: PATHS.session,
    body: () => body,
    judge: (response) => asOrder(readSessionAnswer(response, config)),
    again: 'when_unanswered',
    sendBefore: purchase.sendBefore,
  })
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
