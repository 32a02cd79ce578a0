/** Loads a checkout, pays it, and keeps asking while the outcome is open. Knows the network, not the screen. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Attempt } from './attempt.ts'
import { forgetAttempt, isUnseen, keepAttempt, keptAttempt } from './attempt.ts'
import type { Access, Answer } from './bff-client.ts'
import { loadCheckout, postPayment } from './bff-client.ts'
import { browserData } from './browser-data.ts'
import type { CheckoutEvent, CheckoutState } from './checkout-state.ts'
import { checkoutOf, isFollowed, isOver, next } from './checkout-state.ts'
import type { Environment } from './environment.ts'
import { CheckoutError } from './errors.ts'
import { keepSecret, keptSecret, SHOW_AGAIN_MS } from './kept-secret.ts'
import type { PayRequest, Problem, PublicCheckout, PublicPayment } from './wire.ts'

/** Seconds between two questions while an outcome is open; the last one repeats. */
const BACKOFF_S = [1, 2, 3, 5, 8, 10]

/** Who is told of every move. */
export interface CheckoutHost extends ReactiveControllerHost {
  checkoutMoved(before: CheckoutState, after: CheckoutState): void
}

export class CheckoutController implements ReactiveController {
  state: CheckoutState = { kind: 'loading' }

  readonly #host: CheckoutHost
  readonly #env: Environment
  #access: Access | null = null
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
    this.#access = access
    this.#attempt = null
    this.#following = false
    this.#move({ type: 'open' })
    await this.#ask(this.#run.signal)
    void this.#watchExpiry(this.#run.signal)
  }

  /** Reads the checkout again without taking anything off the screen. */
  async refresh(): Promise<void> {
    if (this.#access && this.state.kind !== 'paying') await this.#ask(this.#run.signal)
  }

  /** Stops for good before anything was loaded, with the reason. */
  stop(error: CheckoutError): void {
    this.#run.abort()
    this.#move({ type: 'open' })
    this.#move({ type: 'load-failed', error })
  }

  /** Takes the one permission to pay; a second call while paying gets `false`. */
  begin(): boolean {
    if (this.state.kind !== 'ready') return false
    this.#move({ type: 'pay' })
    return true
  }

  /** Gives the permission back: the form held a mistake, or could not seal the card. */
  giveBack(error: CheckoutError | null): void {
    this.#move(error ? { type: 'refused', error } : { type: 'card-refused' })
  }

  /** Sends the attempt. The key is kept before the first byte goes out, and only an answer lets go of it. */
  async pay(method: PayRequest['method']): Promise<void> {
    const { state } = this
    if (state.kind !== 'paying' || !this.#access) return
    const { checkout } = state
    this.#turn++
    const request = { version: checkout.version, method, browser: browserData() }
    const kept = keptAttempt(checkout)
    const attempt = {
      key: kept?.key ?? this.#env.newKey(),
      repeats: kept !== null,
      after: checkout.lastPayment?.attempt ?? 0,
      request,
    }
    this.#attempt = attempt
    keepAttempt(checkout.id, attempt)
    keepSecret(checkout.id, this.#access, Date.parse(checkout.expiresAt) + SHOW_AGAIN_MS)
    await this.#send(attempt, checkout, this.#run.signal)
  }

  async #send(attempt: Attempt, checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    if (!this.#access) return
    const answer = await postPayment(this.#access, attempt.request, attempt, this.#env, signal)
    if (signal.aborted) return
    await this.#judge(answer, checkout, signal)
  }

  async #judge(answer: Answer<PublicPayment>, checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    if (answer.kind === 'problem') return await this.#refused(answer.problem, checkout, signal)
    if (answer.kind === 'lost') return this.#move({ type: 'lost' })
    this.#letGo(checkout.id)
    this.#move({ type: 'answered', payment: answer.value })
  }

  /** What each refusal means for the attempt: certain not to have charged, live elsewhere, or not certain. */
  async #refused(problem: Problem, checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    // Both leave the outcome open: the same key asks again, a fresh one would risk a second charge.
    if (problem.code === 'internal_error') return this.#move({ type: 'lost' })
    if (problem.code === 'idempotency_in_flight') return this.#move({ type: 'lost' })
    this.#letGo(checkout.id)
    switch (problem.code) {
      case 'payment_in_progress':
      case 'already_paid':
      case 'checkout_closed':
      case 'idempotency_key_reused':
        this.#move({ type: 'blocked' })
        return await this.#ask(signal)
      case 'checkout_expired':
        return this.#move({ type: 'expired' })
      case 'amount_changed':
        return await this.#amountChanged(problem, checkout, signal)
      case 'card_unreadable':
        await this.#renew(checkout, signal)
    }
    if (!signal.aborted)
      this.#move({ type: 'refused', error: new CheckoutError(problem.code, problem.requestId) })
  }

  async #amountChanged(problem: Problem, known: PublicCheckout, signal: AbortSignal): Promise<void> {
    const loaded = await this.#load(signal)
    if (signal.aborted) return
    const { shown = known.amount, current = known.amount, version = known.version } = problem
    const checkout = loaded.kind === 'ok' ? loaded.value : { ...known, amount: current, version }
    this.#move({
      type: 'amount-changed',
      checkout,
      shown: shown.display,
      current: checkout.amount.display,
    })
  }

  /** Takes over a new card key while an attempt is being refused. */
  async #renew(known: PublicCheckout, signal: AbortSignal): Promise<void> {
    const loaded = await this.#load(signal)
    if (loaded.kind === 'ok') known.cardKey = loaded.value.cardKey
  }

  async #load(signal: AbortSignal): Promise<Answer<PublicCheckout>> {
    if (!this.#access) return { kind: 'lost' }
    return await loadCheckout(this.#access, this.#env, signal)
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const turn = ++this.#turn
    const answer = await this.#load(signal)
    if (signal.aborted || turn !== this.#turn) return
    if (answer.kind === 'ok') return await this.#loaded(answer.value, signal)
    const problem = answer.kind === 'problem' ? answer.problem : null
    if (problem?.code === 'checkout_expired') return this.#move({ type: 'expired' })
    const error = new CheckoutError(problem?.code ?? 'bff_unreachable', problem?.requestId)
    this.#move({ type: 'load-failed', error })
  }

  async #loaded(checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    const attempt = this.#attempt
    // The lost attempt never arrived: the very same request may go again, and the same key makes it one.
    if (attempt && isFollowed(this.state) && isUnseen(attempt, checkout)) {
      return await this.#send({ ...attempt, repeats: true }, checkout, signal)
    }
    if (this.state.kind === 'paying') return
    if (!keptAttempt(checkout)) this.#letGo(checkout.id)
    this.#move({ type: 'loaded', checkout })
  }

  #letGo(checkoutId: string): void {
    this.#attempt = null
    forgetAttempt(checkoutId)
  }

  #move(event: CheckoutEvent): void {
    const before = this.state
    const after = next(before, event)
    if (after === before) return
    this.state = after
    if (isOver(after)) this.#showAgain(after)
    this.#host.requestUpdate()
    this.#host.checkoutMoved(before, after)
    if (isFollowed(after)) void this.#follow(this.#run.signal)
  }

  /** Shortens how long the secret is kept: the end can be shown on a reload, and no longer. */
  #showAgain(state: CheckoutState): void {
    const checkout = checkoutOf(state)
    if (!checkout || !this.#access) return
    const now = this.#env.now()
    if (!keptSecret(checkout.id, this.#access.bffUrl, now)) return
    keepSecret(checkout.id, this.#access, now + SHOW_AGAIN_MS)
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

  async #watchExpiry(signal: AbortSignal): Promise<void> {
    const checkout = checkoutOf(this.state)
    if (!checkout || isOver(this.state)) return
    // Both moments are the server’s, so this device’s clock does not matter.
    const left = Date.parse(checkout.expiresAt) - Date.parse(checkout.serverTime)
    await this.#env.wait(Math.max(0, left) + 1000, signal)
    if (!signal.aborted && this.state.kind === 'ready') await this.refresh()
  }
}
