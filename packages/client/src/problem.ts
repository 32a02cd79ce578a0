/** The only error that this package throws. */
import type { Problem } from './schemas.ts'

export type FieldProblem = NonNullable<Problem['errors']>[number]

/** Codes that the BFF answers with: `docs/reference/errors.md` lists them. */
export type ProblemCode = Problem['code']

/** Codes of this package, for everything but an answer of the BFF. */
export type ClientProblemCode =
  | 'setup_invalid'
  | 'unreachable'
  | 'timeout'
  | 'unreadable_answer'
  | 'event_not_genuine'

/** The parts of a problem: the members of the BFF's problem document, and two that only the client knows. */
export type ProblemFacts = Partial<Omit<Problem, 'code' | 'title'>> & {
  code: ProblemCode | ClientProblemCode
  title: string
  outcomeOpen?: boolean
  retryAfterMs?: number | undefined
  /** The document as the BFF sent it. */
  document?: Problem
}

/**
 * Every error of this package. The message is for the person who reads the log: code, reason, every wrong field, and what
 * to do. A program decides by `code`, which never changes.
 */
export class ShopProblem extends Error {
  readonly code: ProblemCode | ClientProblemCode
  /** The HTTP status; 0 when the BFF gave no answer. */
  readonly status: number
  /** The BFF's id of the request, which its log has too; empty when it gave no answer. */
  readonly requestId: string
  /** Every wrong field by JSON Pointer. */
  readonly errors: readonly FieldProblem[]
  /**
   * True when the call may have had an effect. Send the same call again, with the same `idempotencyKey`: it has its effect
   * once, however often you send it.
   */
  readonly outcomeOpen: boolean
  /** Milliseconds after which the BFF wants to be asked again; undefined when it did not say. */
  readonly retryAfterMs: number | undefined
  /** The BFF's problem document (RFC 9457); undefined when it gave no answer. */
  readonly problem: Problem | undefined

  constructor(facts: ProblemFacts, options?: ErrorOptions) {
    super(messageOf(facts), options)
    this.name = 'ShopProblem'
    this.code = facts.code
    this.status = facts.status ?? 0
    this.requestId = facts.requestId ?? ''
    this.errors = facts.errors ?? []
    this.outcomeOpen = facts.outcomeOpen ?? false
    this.retryAfterMs = facts.retryAfterMs
    this.problem = facts.document
  }
}

const REPEAT = 'The call may have had an effect. Send it again with the same idempotencyKey.'

function messageOf(facts: ProblemFacts): string {
  const { code, title, detail, errors = [], requestId, outcomeOpen } = facts
  const fields = errors.map(({ field, message }) => `${field || 'The body'} ${message}`).join('; ')
  const parts = [
    `${code}: ${title}`,
    detail,
    fields && `${fields}.`,
    blockerOf(facts),
    WAYS_OUT[code],
    outcomeOpen && REPEAT,
    requestId && `(${requestId})`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** What holds the request up, by its id. */
function blockerOf({ checkout, payment, operation }: ProblemFacts): string | undefined {
  const [name, blocker] = Object.entries({ checkout, operation, payment }).find(([, each]) => each) ?? []
  return blocker && `See ${name} ${blocker.id} (${blocker.status}).`
}

/** What a shop's server can do, where the title does not say it. */
const WAYS_OUT: Partial<Record<ProblemCode | ClientProblemCode, string>> = {
  unauthorized: "Check secretKey: it must be one of the BFF's BFF_SECRET_KEYS.",
  not_found: 'Check the id, and that url is the BFF which created it.',
  checkout_closed: 'Create a new checkout.',
  order_already_paid: 'Mark the order as paid. For a deposit or a split order send allowRepeat: true.',
  already_paid: 'Mark the order as paid.',
  operation_not_possible: 'Read the payment: its status and balances say what is possible.',
  amount_too_high: 'Read the payment: its balances say how much is left.',
  gateway_refused: "Read the payment: its failure has PayKKa's reason.",
  internal_error: 'Read the checkout or payment first, and give the request id to the operator of the BFF.',
}
