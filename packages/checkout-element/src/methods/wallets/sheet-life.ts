/** The life of one sheet of a wallet: one stage at a time, and one table that knows every legal move. */
import { CheckoutError } from '../../errors.ts'
import type { MethodContext, PayEnd, PayWith } from '../pay-method.ts'
import { cancel } from './wallet.ts'
import { within } from './within.ts'

/** `authorizing`: the shopper agreed and the page looks at the contacts. `paying`: the BFF has the token, or gets it now. */
export type Stage = 'idle' | 'opening' | 'open' | 'authorizing' | 'paying' | 'done'

/** What can happen to a sheet. `refused` leaves it open for another choice; `given-up` is the shopper's way back on the page. */
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

/** Every legal move. The charts in `docs/reference/wallet-sheets.md` are made from this table. */
export const MOVES: Readonly<Record<Stage, Partial<Record<Move, Stage>>>> = {
  idle: { press: 'opening' },
  opening: { shown: 'open', ...ENDS },
  open: { authorized: 'authorizing', ...ENDS },
  authorizing: { refused: 'open', sent: 'paying', ...ENDS },
  // Once it is sent, only the attempt's own outcome counts, so nobody can give it up.
  paying: { refused: 'open', answered: 'done', closed: 'done' },
  done: {},
}

/** A sheet that neither ends nor pays for so long is given up for the shopper. Milliseconds. */
export const OPEN_MS = 15 * 60_000
/** Both wallets close a sheet that waits 30 s for its payment; before that, it is closed without a claim. */
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
  /** Takes the sheet off the screen, where the wallet lets a page do so. */
  readonly #close: () => void
  readonly #over = new AbortController()
  /** True while this sheet has the permission to pay, from the click until it is used or given back. */
  #permitted = false

  /** @param close may throw: a sheet may be closed already */
  constructor(context: MethodContext, close: () => void) {
    this.#context = context
    this.#close = close
  }

  get isOver(): boolean {
    return this.stage === 'done'
  }

  /** True while the shopper waits for this sheet and can still take it back. */
  get canGiveUp(): boolean {
    return this.#permitted && 'given-up' in MOVES[this.stage]
  }

  /** Begins, with the permission to pay taken. */
  press(): void {
    this.#permitted = true
    this.go('press')
    void this.#context.environment.wait(OPEN_MS, this.#over.signal).then(() => this.giveUp())
  }

  /** @returns false where the move is not legal now: whatever asked for it comes too late */
  go(move: Move): boolean {
    const next = MOVES[this.stage][move]
    if (!next) return false
    this.stage = next
    if (next === 'done') this.#over.abort()
    this.#context.requestUpdate()
    return true
  }

  /** The wallet closed the sheet, for example because the shopper wished it. */
  closed(): void {
    if (this.go('closed') && this.#release()) cancel(this.#context)
  }

  /** The shopper wants the page back. What the sheet authorizes from now on is refused. */
  giveUp(): void {
    if (!this.go('given-up')) return
    this.#takeOff()
    if (this.#release()) cancel(this.#context)
  }

  /** It ended without a payment, and the page says why. */
  fail(code: SheetFailure, supportCode?: string | null): void {
    if (!this.go('failed')) return
    this.#takeOff()
    if (this.#release()) this.#context.giveBack(new CheckoutError(code, supportCode))
  }

  /** Its element left the page or shows another checkout: there is no page to give the permission back to. */
  dispose(): void {
    if (this.isOver || this.stage === 'idle') return
    this.#permitted = false
    this.stage = 'done'
    this.#over.abort()
    this.#takeOff()
  }

  /**
   * Pays with what the sheet authorized.
   * @returns how the attempt stands: `open` also where the wallet would not wait any longer; `null` where the sheet was
   *   given up or closed before, and nothing was sent
   */
  async pay(payWith: PayWith): Promise<PayEnd | null> {
    if (this.stage !== 'authorizing') return null
    // After a decline the sheet may stay open for another card: that is another attempt.
    if (!this.#permitted && !this.#context.begin()) return null
    this.#permitted = false
    this.go('sent')
    const paid = this.#context.pay(payWith).catch((): PayEnd => 'open')
    return (await within(PAY_MS, this.#context, paid)) ?? 'open'
  }

  /** Does what a wallet asks for; a failure in it, of the wallet's own methods too, ends the sheet. */
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
    quietly(this.#close)
  }
}

/** Tells a wallet something that it may refuse to hear, since its sheet may be closed already. */
export function quietly(tell: () => void): void {
  try {
    tell()
  } catch {
    // What happened is on the page.
  }
}
