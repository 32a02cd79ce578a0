/** Bodies that are no proper answer, for the faults that send them after the charge. */

import { gzipSync } from 'node:zlib'
import type { Fault } from './fault-types.ts'

/** What replaces an answer's body. */
export interface WrongBody {
  body: string | Buffer
  headers: Record<string, string>
  /** False for what a proxy in between would send. */
  signed: boolean
}

const OVERSIZED_BYTES = 1_048_576
const BOMB_BYTES = 33_554_432

/** Makes the wrong body out of the right one. */
export function spoil(right: string, fault: Extract<Fault, { type: 'garbage' }>): WrongBody {
  const signed = (body: string): WrongBody => ({ body, headers: {}, signed: true })
  switch (fault.kind) {
    case 'html':
      return unsigned('<!doctype html><title>Bad gateway</title>', 'text/html')
    case 'empty':
      return unsigned('', 'application/json')
    case 'truncated':
      return signed(right.slice(0, right.length / 2))
    case 'oversized':
      return signed(right.padEnd(fault.bytes ?? OVERSIZED_BYTES))
    case 'bom':
      return signed(`\uFEFF${right}`)
    case 'duplicate-keys':
      return signed(right.replace('"data":{', '"data":{"status":"FAILURE","amount":1,'))
    case 'gzip-bomb':
      return bomb(right, fault.bytes ?? BOMB_BYTES)
  }
}

function unsigned(body: string, type: string): WrongBody {
  return { body, headers: { 'content-type': type }, signed: false }
}

function bomb(right: string, bytes: number): WrongBody {
  return { body: gzipSync(right.padEnd(bytes)), headers: { 'content-encoding': 'gzip' }, signed: true }
}
