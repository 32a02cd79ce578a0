/** The faults a test can script, one tagged shape each. */

/** Before PayKKa looks at the request, or after it has acted on it. */
export type Moment = 'before' | 'after'

/** How a repeated trans_id is treated, since PayKKa's own behaviour is unknown. */
export type DuplicateMode = 'refuse' | 'replay' | 'charge'

/** Bodies that are no proper answer; `bytes` sizes the last two. */
type GarbageKind = 'html' | 'empty' | 'truncated' | 'bom' | 'duplicate-keys' | 'oversized' | 'gzip-bomb'

/** One thing that goes wrong. */
export type Fault =
  /** Answers late. */
  | { type: 'delay'; ms: number; when?: Moment }
  /** Destroys the connection; `mid-body` after half of the answer. */
  | { type: 'reset'; when?: Moment | 'mid-body' }
  /** Never answers, the connection stays open. */
  | { type: 'hang'; when?: Moment }
  /** Another HTTP status; an object body is sent as signed JSON, a string as unsigned text. */
  | { type: 'status'; status: number; body?: unknown; retryAfter?: string | number; when?: Moment }
  /** A redirect to another place. */
  | { type: 'redirect'; location: string; status?: number; when?: Moment }
  /** A body that is no answer; it comes after the charge. */
  | { type: 'garbage'; kind: GarbageKind; bytes?: number }
  /** The right answer, one byte every `ms`. */
  | { type: 'trickle'; ms: number }
  /** The last good answer of the same path, byte for byte. */
  | { type: 'replay' }
  /** A signature that must not be trusted; `stale` is correctly signed but old. */
  | { type: 'signature'; kind: 'bad' | 'missing' | 'other-key' | 'stale'; ms?: number }
  /** A wrong answer, correctly signed; the books keep the truth. */
  | {
      type: 'answer'
      amount?: number
      currency?: string
      transId?: string
      orderId?: string
      merchantId?: string
      status?: string
      authenticationUrl?: string
      retCode?: string
      retMsg?: string
      numbersAsStrings?: boolean
    }
  /** Queries say 206024 until the order is `ms` old; without `ms`, always. */
  | { type: 'not-found'; ms?: number }
  /** Purchase or refund really ends as FAILURE with this code. */
  | { type: 'decline'; errorCode: string; errorDescription?: string }
  /** A purchase asks for 3-D Secure, whatever the card. */
  | { type: 'challenge' }
  /** A refund is REVIEWING for `ms` before it ends. */
  | { type: 'review'; ms: number }
  /** A refund is a payout: REVIEWING for `ms` (three days), under an `RG…` id. */
  | { type: 'payout'; ms?: number }
  /** What a repeated trans_id does. */
  | { type: 'duplicate-trans-id'; mode: DuplicateMode }
  /** The emulator's clock is wrong by `ms`, in checks, answers and notifications. */
  | { type: 'clock-skew'; ms: number }
  /** A new platform key pair, at once and until the next reset; `privateKey` (PEM) when its public half was announced before. */
  | { type: 'rotate-key'; privateKey?: string }
  /** What goes wrong with a notification. `late` waits `ms`; `reorder` waits for the next one, at most `ms`. */
  | {
      type: 'notice'
      kind: 'lost' | 'duplicate' | 'late' | 'reorder' | 'bad-signature' | 'other-key' | 'unsigned' | 'stale'
      ms?: number
      copies?: number
    }
  /** How the browser comes back from the challenge or the hosted page. */
  | { type: 'return-method'; method: 'GET' | 'POST' }

/** The name of a fault. */
export type FaultType = Fault['type']

/** Which requests, notifications or returns a rule matches; every given field must match. */
export interface FaultMatch {
  /** Exact path of the request, or of the notify_url for notifications. */
  path?: string
  transId?: string
  last4?: string
  /** From the n-th one on that matches the rest, counted from 1. */
  nth?: number
}

/** One scripted fault. */
export interface FaultRule {
  match?: FaultMatch
  /** How often it strikes; 0 until removed. Default 1; for `clock-skew` and for `not-found` with `ms`, 0. */
  times?: number
  fault: Fault
}

/** What a rule is matched against. */
export interface FaultSubject {
  path: string
  transId?: string | undefined
  last4?: string | undefined
}
