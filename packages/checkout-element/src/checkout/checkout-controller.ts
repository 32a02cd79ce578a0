/** Loads a checkout, pays it, and keeps asking while the outcome is open. Knows the network, not the screen. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Environment, Later } from '../environment.ts'
import { CheckoutError } from '../errors.ts'
import type { PayWith } from '../methods/pay-method.ts'
import type { Access, Answer } from './bff-client.ts'
import { loadCheckout } from './bff-client.ts'
import type { CheckoutEvent, CheckoutState } from './checkout-state.ts'
import { isFollowed, next } from './checkout-state.ts'
import type { PageFacts, Run } from './paying/run.ts'
import type { Attempt } from './paying/run-attempt.ts'
import { explain } from './setup.ts'
import type { PublicCheckout } from './wire.ts'

/** Seconds between two questions while an outcome is open; the last one repeats. */
const BACKOFF_S = [1, 2, 3, 5, 8, 10]

/** Who is told of every move. */
export interface CheckoutHost extends ReactiveControllerHost, PageFacts {
  checkoutMoved(before: CheckoutState, after: CheckoutState): void
  /** What of a checkout this element offers. */
  offered(checkout: PublicCheckout): PublicCheckout
}

export class CheckoutController implements ReactiveController {
  state: CheckoutState = { kind: 'loading' }
  /** Where the BFF is and what opens the checkout, once it was opened. */
  access: Access | null = null

  readonly #host: CheckoutHost
  readonly #env: Environment
  #run = new AbortController()
  #attempt: Attempt | null = null
  #following = false
  /** Counts questions and attempts: an answer to any but the latest is old news. */
  #turn = 0

  constructor(host: CheckoutHost, env: Environment) {
    this.#host = host
    this.#env = env
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#run.abort()
    this.#following = false
  }

  /** Opens a checkout, or the same one again. The newest call wins: answers for an older one are ignored. */
  async open(access: Access): Promise<void> {
    this.#run.abort()
    this.#run = new AbortController()
    this.access = access
    this.#attempt = null
    this.#following = false
    this.move({ type: 'open' })
    await this.#ask(this.#run.signal)
  }

  /** Reads the checkout again without taking anything off the screen. */
  async refresh(): Promise<void> {
    if (this.access && this.state.kind !== 'paying') await this.#ask(this.#run.signal)
  }

  /** Stops for good before anything was loaded, with the reason. */
  stop(error: CheckoutError): void {
    this.#run.abort()
    this.move({ type: 'open' })
    this.move({ type: 'load-failed', error })
  }

  /** Takes the one permission to pay; a second call while paying gets `false`. */
  begin(): boolean {
    if (this.state.kind !== 'ready') return false
    this.move({ type: 'pay' })
    return true
  }

  /** Gives the permission back: the form held a mistake, or could not seal the card. */
  giveBack(error: CheckoutError | null): void {
    this.move(error ? { type: 'refused', error } : { type: 'card-refused' })
  }

  /** Pays once. Where the code for it cannot be had nothing has been sent, and trying again is safe. */
  async pay(payWith: PayWith): Promise<void> {
    const { signal } = this.#run
    const later = await this.#env.loadLater().catch(() => null)
    const { state } = this
    if (signal.aborted || state.kind !== 'paying' || !this.access) return
    if (!later) return this.move({ type: 'refused', error: new CheckoutError('bff_unreachable') })
    this.#turn++
    const run = { access: this.access, page: this.#host, env: this.#env, signal }
    this.#attempt = later.startAttempt(state.checkout, payWith, run)
    await this.#send(later, this.#attempt, state.checkout, run)
  }

  async #send(later: Later, attempt: Attempt, checkout: PublicCheckout, run: Run): Promise<void> {
    const verdict = await later.runAttempt(attempt, checkout, run)
    if (!verdict) return
    if (!verdict.open) this.#attempt = null
    this.move(verdict.event)
    if (verdict.ask) await this.#ask(run.signal)
  }

  /** Asks the BFF for the checkout as it is now, and moves nowhere. */
  async load(signal = this.#run.signal): Promise<Answer<PublicCheckout>> {
    if (!this.access) return { kind: 'lost' }
    return await loadCheckout(this.access, this.#env, signal)
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const turn = ++this.#turn
    const answer = await this.load(signal)
    if (signal.aborted || turn !== this.#turn) return
    if (answer.kind === 'ok') return await this.#loaded(answer.value, signal)
    const problem = answer.kind === 'problem' ? answer.problem : null
    if (problem?.code === 'checkout_expired') return this.move({ type: 'expired' })
    const code = problem?.code ?? 'bff_unreachable'
    const found =
      this.access && this.state.kind === 'loading' ? await explain(this.#env, code, this.access) : code
    if (signal.aborted || turn !== this.#turn) return
    this.move({ type: 'load-failed', error: new CheckoutError(found, problem?.requestId) })
  }

  async #loaded(checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    const attempt = this.#attempt
    if (attempt && this.access && isFollowed(this.state)) {
      const later = await this.#env.loadLater()
      const run = { access: this.access, page: this.#host, env: this.#env, signal }
      if (later.mayGoAgain(attempt, checkout))
        return await this.#send(later, { ...attempt, repeats: true }, checkout, run)
      later.dropAttempt(checkout)
      this.#attempt = null
    }
    if (this.state.kind === 'paying') return
    this.move({ type: 'loaded', checkout })
  }

  /** Moves on, and tells the element. */
  move(given: CheckoutEvent): void {
    const event = 'checkout' in given ? { ...given, checkout: this.#host.offered(given.checkout) } : given
    const before = this.state
    const after = next(before, event)
    if (after === before) return
    this.state = after
    this.#host.requestUpdate()
    this.#host.checkoutMoved(before, after)
    if (isFollowed(after)) void this.#follow(this.#run.signal)
  }

  async #follow(signal: AbortSignal): Promise<void> {
    if (this.#following) return
    this.#following = true
    for (let turn = 0; isFollowed(this.state) && !signal.aborted; turn++) {
      await this.#env.wait((BACKOFF_S[turn] ?? 10) * 1000, signal)
      if (signal.aborted) return
      await this.#ask(signal)
    }
    if (!signal.aborted) this.#following = false
  }
}
