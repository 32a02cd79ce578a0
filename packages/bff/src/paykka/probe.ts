/** Queries PayKKa for a payment that cannot exist: the answer shows whether keys, clock and ids are right. */
import { randomBytes } from 'node:crypto'
import type { PaykkaConfig } from '../config/config.ts'
import { createProcessClock } from '../process/process-clock.ts'
import type { RawResponse } from './envelope.ts'
import { bytesOf, exchange } from './exchange.ts'
import { createClient } from './paykka-client.ts'
import { NOT_FOUND, PATHS, REFUSED_REQUEST } from './wire.ts'

export type Probe =
  /** `accepted`: PayKKa accepted the signature and searched for the payment. */
  | {
      kind: 'answered'
      accepted: boolean
      status: number
      retCode: string
      signature: 'valid' | 'invalid'
      /** Milliseconds by which this machine's clock is ahead; null when the answer has no time. */
      skewMs: number | null
    }
  | { kind: 'unreachable'; reason: string }

/** @param now Unix milliseconds */
export async function probePaykka(config: PaykkaConfig, now: () => number): Promise<Probe> {
  const clock = createProcessClock({ wall: now, needsSignature: false })
  // Always checks the signature, whatever the configured mode.
  const client = createClient({ ...config, responseSignature: 'enforce' }, now, { warn: () => {} }, clock)
  const transId = `doctor${randomBytes(12).toString('hex')}`
  try {
    const answer = await exchange(client, {
      path: PATHS.query,
      body: () => bytesOf({ config, now }, { trans_id: transId }),
      judge: (response) => read(response, clock.skewMs()),
      again: 'never',
    })
    return answer.kind === 'answered' ? answer : { kind: 'unreachable', reason: answer.reason }
  } finally {
    await client.close()
  }
}

function read(response: RawResponse, skewMs: number | null): Probe {
  const retCode = readRetCode(response.body)
  return {
    kind: 'answered',
    accepted: NOT_FOUND.has(retCode) || REFUSED_REQUEST.has(retCode),
    status: response.status,
    retCode,
    signature: response.signature === 'valid' ? 'valid' : 'invalid',
    skewMs,
  }
}

/** Printed for the operator, so only if it has the form of a code. */
function readRetCode(body: Uint8Array): string {
  try {
    const { ret_code: code } = JSON.parse(new TextDecoder().decode(body)) as { ret_code?: unknown }
    return /^\w{1,10}$/.test(String(code)) ? String(code) : 'unreadable'
  } catch {
    return 'unreadable'
  }
}
