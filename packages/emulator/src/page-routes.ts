/** Routes of the shopper's pages: show, decide once, send the browser back to the shop. */

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ChallengeDecision } from './challenge.ts'
import { decide, orderByChallenge } from './challenge.ts'
import { isRecord } from './checks.ts'
import { pick } from './faults.ts'
import { HOSTED_PATH, isPayable, payHosted } from './hosted.ts'
import { sendPage } from './html.ts'
import type { Order } from './order.ts'
import { challengePage, donePage, hostedPage, returnForm } from './pages.ts'
import type { Parts } from './parts.ts'
import type { CheckoutSession } from './state.ts'

interface WithId {
  Params: { id: string }
}

const FORM_BYTES = 4096
const CHALLENGE_PATH = '/emulator/3ds'

/** Registers the challenge and the hosted checkout. */
export async function pageRoutes(app: FastifyInstance, { parts }: { parts: Parts }): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    async (_: unknown, body: unknown) => Object.fromEntries(new URLSearchParams(String(body))),
  )
  challengeRoutes(app, parts)
  hostedRoutes(app, parts)
}

function challengeRoutes(app: FastifyInstance, parts: Parts): void {
  app.get<WithId>(`${CHALLENGE_PATH}/:id`, (request, reply) => {
    const order = orderByChallenge(parts.state, request.params.id)
    if (order === undefined) return unknownPage(reply)
    if (order.challenge?.result === 'pending') return sendPage(reply, 200, 'Demo bank', challengePage(order))
    return sendPage(reply, 200, 'Demo bank', donePage('This check is over', order.returnUrl))
  })
  app.post<WithId>(`${CHALLENGE_PATH}/:id`, (request, reply) => {
    const order = orderByChallenge(parts.state, request.params.id)
    if (order === undefined) return unknownPage(reply)
    const decision = field(request.body, 'decision')
    if (!isDecision(decision)) return sendPage(reply, 400, 'Demo bank', challengePage(order))
    decide(order, decision, parts)
    return sendBack(reply, order, CHALLENGE_PATH, parts)
  })
}

function hostedRoutes(app: FastifyInstance, parts: Parts): void {
  app.get<WithId>(`${HOSTED_PATH}/:id`, (request, reply) => {
    const session = parts.state.sessions.get(request.params.id)
    if (session === undefined) return unknownPage(reply)
    session.visits += 1
    return isPayable(session, parts)
      ? sendPage(reply, 200, 'Checkout', hostedPage(session, parts.dialect.current))
      : overPage(reply, session)
  })
  app.post<WithId>(`${HOSTED_PATH}/:id`, (request, reply) => {
    const session = parts.state.sessions.get(request.params.id)
    if (session === undefined) return unknownPage(reply)
    if (session.orderId !== undefined) return sendPaid(reply, session, parts)
    if (!isPayable(session, parts)) return overPage(reply, session)
    return decideHosted(request.body, reply, session, parts)
  })
}

function decideHosted(
  body: unknown,
  reply: FastifyReply,
  session: CheckoutSession,
  parts: Parts,
): FastifyReply {
  const decision = field(body, 'decision')
  const method = field(body, 'method')
  if (decision === 'cancel') return leaveHosted(reply, session, parts)
  if (decision !== 'pay' || !session.methods.includes(method))
    return sendPage(reply, 400, 'Checkout', hostedPage(session, parts.dialect.current))
  payHosted(session, { method, store: field(body, 'store') !== '' }, parts)
  return sendPaid(reply, session, parts)
}

// No order is made and the page stays payable: PayKKa hears of nothing.
function leaveHosted(reply: FastifyReply, session: CheckoutSession, parts: Parts): FastifyReply {
  const { trans_id: transId, cancel_url: cancelUrl, return_url: returnUrl } = session.request
  session.cancels += 1
  return sendBack(reply, { transId, returnUrl: cancelUrl ?? returnUrl }, HOSTED_PATH, parts)
}

function sendPaid(reply: FastifyReply, session: CheckoutSession, parts: Parts): FastifyReply {
  const order = parts.state.orders.get(session.orderId ?? '')
  return order === undefined ? unknownPage(reply) : sendBack(reply, order, HOSTED_PATH, parts)
}

function overPage(reply: FastifyReply, session: CheckoutSession): FastifyReply {
  const paid = session.orderId !== undefined
  const page = donePage('This checkout is over', session.request.return_url)
  return sendPage(reply, paid ? 200 : 410, 'Checkout', page)
}

/** Where the browser goes, and the parameters that PayKKa adds about the payment. */
type WayBack = Partial<Pick<Order, 'returnUrl' | 'orderId' | 'card'>> & Pick<Order, 'transId'>

function sendBack(reply: FastifyReply, way: WayBack, path: string, parts: Parts): FastifyReply {
  const { transId, orderId, card, returnUrl: url } = way
  if (url === undefined) return sendPage(reply, 200, 'Done', donePage('Done', undefined))
  const fault = pick(parts.faults.take('return', { path, transId, last4: card?.last4 }), 'return-method')
  const fields = { trans_id: transId, ...(orderId !== undefined && { order_id: orderId }) }
  const method = fault?.method ?? parts.dialect.current.returnMethod
  if (method === 'POST') return sendPage(reply, 200, 'Back to the shop', returnForm(url, fields))
  const target = new URL(method === 'GET' ? url : withParameters(url, fields)).href
  return reply.code(303).header('cache-control', 'no-store').redirect(target, 303)
}

// Appended to the text, so that the shop's own parameters stay as they are.
function withParameters(url: string, fields: Record<string, string>): string {
  const [address = '', ...fragment] = url.split('#')
  const joint = address.includes('?') ? '&' : '?'
  return [`${address}${joint}${new URLSearchParams(fields)}`, ...fragment].join('#')
}

function unknownPage(reply: FastifyReply): FastifyReply {
  return sendPage(reply, 404, 'Not found', donePage('This page does not exist', undefined))
}

function isDecision(value: string): value is ChallengeDecision {
  return value === 'approve' || value === 'fail' || value === 'cancel'
}

function field(body: unknown, name: string): string {
  const value = isRecord(body) ? body[name] : undefined
  return typeof value === 'string' ? value : ''
}
