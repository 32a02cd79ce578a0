/** The states of one wallet sheet: one stage at a time, and one table of all legal moves. */
import { CheckoutError } from '../../errors.ts'
import type { MethodContext, PayEnd, PayWith } from '../pay-method.ts'
import { cancel } from './wallet.ts'
import { withTimeout } from './with-timeout.ts'

/** `authorizing`: the shopper agreed, and the page checks the contacts. `paying`: the token is sent to the BFF. */
export type Stage = 'idle' | 'opening' | 'open' | 'authorizing' | 'paying' | 'done'

/** What can happen to a sheet. `refused` leaves it open for another choice. `given-up`: the shopper went back to the page. */
export type Move =
  | 'press'
  | 'shown'
  | 'authorized'
  | 'sent'
  | 'refused'
  | 'answered'
  | 'closed'
  | 'failed'
  | 'given-up'

const ENDS = { closed: 'done', failed: 'done', 'given-up': 'done' } as const

/** Every legal move. The charts in `docs/reference/wallet-sheets.md` are generated from this table. */
export const MOVES: Readonly<Record<Stage, Partial<Record<Move, Stage>>>> = {
  idle: { press: 'opening' },
  opening: { shown: 'open', ...ENDS },
  open: { authorized: 'authorizing', ...ENDS },
  authorizing: { refused: 'open', sent: 'paying', ...ENDS },
  // Once it is sent, only the outcome of the attempt counts: it cannot be given up.
  paying: { refused: 'open', answered: 'done', closed: 'done' },
  done: {},
}

/** A sheet that has not ended or paid after this time is given up. Milliseconds. */
export const OPEN_MS = 15 * 60_000
/** Both wallets close a sheet that waits 30 s for its payment. It is closed before that, without a result. Milliseconds. */
export const PAY_MS = 25_000

/** The codes of sheets that ended without a payment. */
export type SheetFailure =
  | 'wallet_failed'
  | 'wallet_validation_failed'
  | 'wallet_update_failed'
  | 'wallet_finished'

export class SheetLife {
  stage: Stage = 'idle'
  readonly #context: MethodContext
  /** Closes the sheet, if the wallet allows it. */
  readonly #close: () => void
  readonly #over = new AbortController()
  /** True while this sheet has the permission to pay, from the click until it is used or given back. */
  #permitted = false

  /** @param close may throw, because a sheet may already be closed */
  constructor(context: MethodContext, close: () => void) {
    this.#context = context
    this.#close = close
  }

  get isOver(): boolean {
    return this.stage === 'done'
  }

  /** True while the shopper waits for this sheet and can still give it up. */
  get canGiveUp(): boolean {
    return this.#permitted && 'given-up' in MOVES[this.stage]
  }

  /** Begins, with the permission to pay taken. */
  press(): void {
    this.#permitted = true
    this.go('press')
    void this.#context.environment.wait(OPEN_MS, this.#over.signal).then(() => this.giveUp())
  }

  /** @returns false when the move is not legal in this stage: it came too late */
  go(move: Move): boolean {
    const next = MOVES[this.stage][move]
    if (!next) return false
    this.stage = next
    if (next === 'done') this.#over.abort()
    this.#context.requestUpdate()
    return true
  }

  /** The wallet closed the sheet, for example because the shopper canceled. */
  closed(): void {
    if (this.go('closed') && this.#release()) cancel(this.#context)
  }

  /** The shopper gives the sheet up. It can authorize nothing any more. */
  giveUp(): void {
    if (!this.go('given-up')) return
    this.#takeOff()
    if (this.#release()) cancel(this.#context)
  }

  /** The sheet ended without a payment; the page shows why. */
  fail(code: SheetFailure, supportCode?: string | null): void {
    if (!this.go('failed')) return
    this.#takeOff()
    if (this.#release()) this.#context.giveBack(new CheckoutError(code, supportCode))
  }

  /** The element left the page or shows another checkout, so the permission is not given back. */
  dispose(): void {
    if (this.isOver || this.stage === 'idle') return
    this.#permitted = false
    this.stage = 'done'
    this.#over.abort()
    this.#takeOff()
  }

  /**
   * Pays with what the sheet authorized.
   * @returns the result of the attempt; `open` also when the wallet would not wait longer; `null` when the sheet was
   *   given up or closed before, and nothing was sent
   */
  async pay(payWith: PayWith): Promise<PayEnd | null> {
    if (this.stage !== 'authorizing') return null
    // After a decline the sheet may stay open for another card: this is a new attempt.
    if (!this.#permitted && !this.#context.begin()) return null
    this.#permitted = false
    this.go('sent')
    const paid = this.#context.pay(payWith).catch((): PayEnd => 'open')
    return (await withTimeout(PAY_MS, this.#context, paid)) ?? 'open'
  }

  /** Runs a handler of the wallet. An error in it, also one of the wallet's own methods, ends the sheet. */
  async run(work: () => Promise<void> | void, code: SheetFailure = 'wallet_failed'): Promise<void> {
    try {
      await work()
    } catch {
      this.fail(code)
    }
  }

  #release(): boolean {
    const permitted = this.#permitted
    this.#permitted = false
    return permitted
  }

  #takeOff(): void {
    ignoreErrors(this.#close)
  }
}

/** Calls a method of the wallet that may throw, because its sheet may already be closed. */
export function ignoreErrors(call: () => void): void {
  try {
    call()
  } catch {
    // The page shows what happened.
  }
}
