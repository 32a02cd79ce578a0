/** Verification of the BFF's events (Standard Webhooks), with a type for each kind of event. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { ShopProblem } from './problem.ts'
import type { ShopEvent as AnyEvent } from './schemas.ts'

type Type = AnyEvent['type']
type Data = AnyEvent['data']
type Kind<T extends Type, Sure extends keyof Data = never> = T extends Type
  ? Omit<AnyEvent, 'type' | 'data'> & { type: T; data: Data & Required<Pick<Data, Sure>> }
  : never

/**
 * An event by its `type`: after `if (event.type === 'refund.succeeded')`, `event.data.operation` is known to be there. A
 * newer BFF may send types that are not listed here: ignore them, and answer 2xx.
 */
export type ShopEvent =
  | Kind<Extract<Type, `payment.${string}`>>
  | Kind<Extract<Type, `${'capture' | 'void' | 'refund'}.${string}`>, 'operation'>
  | Kind<'dispute.reported', 'dispute'>
  | Kind<'agreement.ended', 'agreementId'>
  | Kind<'agreement.card_expiring', 'agreement'>

/** The headers of the request, as any server has them. */
export type EventHeaders = Headers | Readonly<Record<string, string | string[] | undefined>>

/**
 * @param body the raw body: the signature covers its bytes, so nothing may parse and write it again
 * @param secret the BFF's `SHOP_EVENTS_SECRET`; during a rotation, the new and the old one
 * @throws ShopProblem `event_not_genuine` (answer 400), or `setup_invalid` when the body was parsed or a secret is unusable
 * @example
 * const event = verifyEvent(await request.text(), request.headers, process.env.SHOP_EVENTS_SECRET)
 */
export function verifyEvent(
  body: string | Uint8Array | ArrayBuffer,
  headers: EventHeaders,
  secret: string | readonly string[],
): ShopEvent {
  const text = textOf(body)
  const signed = signatureOf(headers)
  const verifiers = [secret].flat().map(verifierOf)
  if (verifiers.length === 0) throw setupProblem('secret', 'is missing: give SHOP_EVENTS_SECRET')
  let reason = ''
  for (const verifier of verifiers) {
    const result = verify(verifier, text, signed)
    if (typeof result !== 'string') return result
    reason = result
  }
  throw notGenuine(reason)
}

/** @returns the event, or why it is not genuine */
function verify(verifier: Webhook, text: string, headers: Record<string, string>): ShopEvent | string {
  try {
    const event: unknown = verifier.verify(text, headers)
    return isEvent(event) ? event : 'The body is no event'
  } catch (error) {
    return error instanceof WebhookVerificationError ? error.message : 'The body is not JSON'
  }
}

const isEvent = (value: unknown): value is ShopEvent =>
  typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'data' in value

function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new TextDecoder().decode(body)
  throw setupProblem('body', 'must be the raw body (string or bytes): read it before a framework parses it')
}

const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature']

function signatureOf(headers: EventHeaders): Record<string, string> {
  // A framework's headers may be of another realm, so their class says nothing.
  const all = isHeaders(headers) ? headers : new Headers(Object.entries(headers).flatMap(linesOf))
  const missing = SIGNED.filter((name) => !all.has(name))
  if (missing.length > 0) throw notGenuine(`The headers ${missing.join(', ')} are missing`)
  return Object.fromEntries(SIGNED.map((name) => [name, all.get(name) ?? '']))
}

const isHeaders = (headers: EventHeaders): headers is Headers => typeof headers.get === 'function'

const linesOf = ([name, value]: [string, string | string[] | undefined]): [string, string][] =>
  SIGNED.includes(name.toLowerCase()) && value !== undefined ? [[name, String(value)]] : []

function verifierOf(secret: unknown): Webhook {
  if (typeof secret !== 'string' || !secret.startsWith('whsec_'))
    throw setupProblem('secret', "must be the BFF's SHOP_EVENTS_SECRET, which begins with whsec_")
  try {
    return new Webhook(secret)
  } catch {
    throw setupProblem('secret', 'has a character that is not Base64 after whsec_')
  }
}

const WAY_OUT =
  'Compare SHOP_EVENTS_SECRET with the BFF and both clocks, and pass the raw body. Otherwise somebody else sent it: answer 400.'

const notGenuine = (reason: string) =>
  new ShopProblem({ code: 'event_not_genuine', title: `${reason.replace(/\.$/, '')}.`, detail: WAY_OUT })

const setupProblem = (field: string, message: string) =>
  new ShopProblem({
    code: 'setup_invalid',
    title: 'verifyEvent cannot check this event.',
    errors: [{ field, message }],
  })
