/** Routes of the shopper's pages: show, decide once, send the browser back to the shop. */

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ChallengeDecision } from './challenge.ts'
import { decide, orderByChallenge } from './challenge.ts'
import { isRecord } from './checks.ts'
import { pick } from './faults.ts'
import { sendPage } from './html.ts'
import { challengePage, donePage, hostedPage, returnForm } from './pages.ts'
import type { Parts } from './parts.ts'
import { cancelHosted, HOSTED_PATH, payHosted } from './sessions.ts'
import type { CheckoutSession, Order } from './state.ts'

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
    return sendBack(reply, order, order.returnUrl, CHALLENGE_PATH, parts)
  })
}

function hostedRoutes(app: FastifyInstance, parts: Parts): void {
  app.get<WithId>(`${HOSTED_PATH}/:id`, (request, reply) => {
    const found = findSession(request.params.id, parts)
    if (found === undefined) return unknownPage(reply)
    if (found.order.status === 'PROCESSING')
      return sendPage(reply, 200, 'Checkout', hostedPage(found.session, found.order))
    return sendPage(reply, 200, 'Checkout', donePage('This checkout is over', found.order.returnUrl))
  })
  app.post<WithId>(`${HOSTED_PATH}/:id`, (request, reply) => {
    const found = findSession(request.params.id, parts)
    if (found === undefined) return unknownPage(reply)
    const { session, order } = found
    const method = field(request.body, 'method')
    const pays = field(request.body, 'decision') === 'pay'
    if (pays && !session.methods.includes(method))
      return sendPage(reply, 400, 'Checkout', hostedPage(session, order))
    if (pays) payHosted(order, method, parts)
    else cancelHosted(order, parts)
    const back = pays ? order.returnUrl : (order.cancelUrl ?? order.returnUrl)
    return sendBack(reply, order, back, HOSTED_PATH, parts)
  })
}

function sendBack(
  reply: FastifyReply,
  order: Order,
  url: string | undefined,
  path: string,
  parts: Parts,
): FastifyReply {
  if (url === undefined) return sendPage(reply, 200, 'Done', donePage('Done', undefined))
  const subject = { path, transId: order.transId, last4: order.card?.last4 }
  const fault = pick(parts.faults.take('return', subject), 'return-method')
  if (fault?.method === 'POST') return sendPage(reply, 200, 'Back to the shop', returnForm(url, order))
  return reply.code(303).header('cache-control', 'no-store').redirect(new URL(url).href, 303)
}

function findSession(id: string, parts: Parts): { session: CheckoutSession; order: Order } | undefined {
  const session = parts.state.sessions.get(id)
  const order = session && parts.state.orders.get(session.orderId)
  return session === undefined || order === undefined ? undefined : { session, order }
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
