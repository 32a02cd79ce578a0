/** PayKKa's notifications: verify the raw bytes, store, acknowledge. A job processes them later. */
import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Database } from '../../database/database.ts'
import { receiveNotification } from '../../database/notification-rows.ts'
import { findPaymentByGateway } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { PaykkaNotification, ReadNotification } from '../../payments/notifications/notification.ts'
import { notificationRow } from '../../payments/notifications/notification.ts'
import type { Logger } from '../../process/logging.ts'

type NotificationOptions = {
  database: Database
  readNotification: ReadNotification
  now: () => number
  log: Logger
  /** Called after a notification was stored, so that the job processes it at once. */
  onNotification(): void
}

const BODY_LIMIT = 64 * 1024
const Acknowledgement = Strict({ ret_code: Type.String(), ret_msg: Type.String() })
/** Contains the hash of the checked bytes, so that an operator sees whether a proxy changed them. */
const Refusal = Strict({ ret_code: Type.String(), ret_msg: Type.String(), body_sha256: Type.String() })
const SUCCESS = { ret_code: '000000', ret_msg: 'Success' }

export const paykkaNotifications: FastifyPluginAsyncTypebox<NotificationOptions> = async (app, parts) => {
  app.removeAllContentTypeParsers()
  // The signature proves a notification, not its content type, which some proxies and versions rewrite.
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )

  app.post(
    '/paykka/notifications',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'Signed notifications of PayKKa',
        description:
          'The BFF acknowledges after a durable write. It never applies the payload, and queries PayKKa instead.',
        tags: ['paykka'],
        response: { 200: Acknowledgement, 400: Acknowledgement, 401: Refusal },
      },
    },
    async (request, reply) => {
      const query = request.raw.url?.split('?')[1] ?? ''
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const notice = parts.readNotification({ headers: request.headers, query, body })
      if (notice === 'forged') {
        await app.countAgainst(request, 'notices')
        return reply.code(401).send(refusal(body))
      }
      if (notice === 'unreadable')
        return reply.code(400).send({ ret_code: '400', ret_msg: 'Not a notification' })
      if (!notice.verified) {
        const payment = await namedPayment(parts, notice)
        if (!payment) return SUCCESS
        await countHint(app, request, payment.id)
      }
      if (!notice.ours)
        parts.log.error({ notice: notice.id, type: notice.type }, 'a notification names another merchant')
      await receiveNotification(parts.database, notificationRow(notice, parts.now()))
      parts.onNotification()
      return SUCCESS
    },
  )
}

function refusal(body: Uint8Array) {
  const digest = createHash('sha256').update(body).digest('hex')
  return { ret_code: '401', ret_msg: 'Signature not valid', body_sha256: digest }
}

/** Anyone can send an unsigned notification, so it is stored only when it names one of our payments. */
async function namedPayment(
  { database }: NotificationOptions,
  notice: PaykkaNotification,
): Promise<PaymentRow | undefined> {
  if (!notice.ours) return undefined
  const { transId = null, gatewayOrderId = null } = notice
  return findPaymentByGateway(database.db, transId, gatewayOrderId)
}

/** Each costs a row, a query to PayKKa and an event. PayKKa repeats a genuine one that was refused. */
async function countHint(app: FastifyInstance, request: FastifyRequest, paymentId: string): Promise<void> {
  await app.countAgainst(request, 'disputes', paymentId)
  await app.countAgainst(request, 'disputes-address')
}
