/** A purchase with nothing around it: commit, sign, send, verify, commit. Both plain servers do just this. */
import { createPrivateKey, createPublicKey, randomBytes, randomUUID, sign, verify } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { Pool } from 'undici'

export type Order = { amount: number; currency: string; number: string; cvc: string }

const PATH = '/v3/payment/acq'

/** What is written before and after a purchase. */
export type OwnRows = {
  begin(id: string, amount: number): void
  end(id: string, status: string, orderId: string): void
}

/** As durable as ours. */
export function openOwnRows(env: NodeJS.ProcessEnv): OwnRows {
  const database = new DatabaseSync((env.DATABASE_URL ?? '').replace('sqlite:', ''))
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  database.exec(
    'create table if not exists payments (id text primary key, amount integer, status text, order_id text)',
  )
  const insert = database.prepare("insert into payments values (?, ?, 'sending', null)")
  const update = database.prepare('update payments set status = ?, order_id = ? where id = ?')
  return {
    begin: (id, amount) => void insert.run(id, amount),
    end: (id, status, orderId) => void update.run(status, orderId, id),
  }
}

/** @param ownRows null when nothing is written */
export function openPurchases(
  env: NodeJS.ProcessEnv,
  ownRows: OwnRows | null,
): (order: Order) => Promise<string> {
  const send = openGateway(env)
  return async (order) => {
    const id = randomUUID()
    ownRows?.begin(id, order.amount)
    const { status, order_id } = await send({ trans_id: id, ...order })
    ownRows?.end(id, status, order_id)
    return status
  }
}

type Answer = { data: { status: string; order_id: string } }

function openGateway(env: NodeJS.ProcessEnv) {
  const privateKey = createPrivateKey(env.PAYKKA_PRIVATE_KEY ?? '')
  const publicKey = createPublicKey(env.PAYKKA_PLATFORM_PUBLIC_KEY ?? '')
  const pool = new Pool(env.PAYKKA_API_URL ?? '', { connections: 100 })
  return async (members: object): Promise<Answer['data']> => {
    const body = JSON.stringify({ merchant_id: env.PAYKKA_MERCHANT_ID, ...members })
    const timestamp = String(Date.now())
    const nonce = randomBytes(16).toString('hex')
    const signature = sign('RSA-SHA256', linesOf(timestamp, nonce, body), privateKey).toString('base64')
    const headers = {
      'content-type': 'application/json',
      'x-paykka-timestamp': timestamp,
      'x-paykka-nonce': nonce,
      'x-paykka-sign': encodeURIComponent(signature),
    }
    const response = await pool.request({ method: 'POST', path: PATH, headers, body })
    const text = await response.body.text()
    const reported = (name: string) => String(response.headers[`x-paykka-${name}`])
    const proof = Buffer.from(decodeURIComponent(reported('sign')), 'base64')
    const signed = linesOf(reported('timestamp'), reported('nonce'), text)
    if (!verify('RSA-SHA256', signed, publicKey, proof)) throw new Error('The answer is not genuine.')
    return (JSON.parse(text) as Answer).data
  }
}

const linesOf = (timestamp: string, nonce: string, body: string): Buffer =>
  Buffer.from(`POST\n${PATH}\n${timestamp}\n${nonce}\n${body}`)
