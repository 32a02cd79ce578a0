/** Payment on PayKKa's own page: local methods by name, or the whole page where the element cannot take the payment. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { parseActionUrl } from '../../checkout/addresses.ts'
import { call } from '../../checkout/bff-client.ts'
import type { HostedWay } from '../../checkout/wire.ts'
import { CheckoutError } from '../../errors.ts'
import { ExtraTexts } from '../../locales/extra-texts.ts'
import { markUrl, methodMark } from '../method-mark.ts'
import type {
  Availability,
  CreateMethod,
  MethodContext,
  MethodOption,
  PayMethod,
  PayWith,
} from '../pay-method.ts'
import { hostedStyles } from './hosted.styles.ts'
import * as messages from './hosted-messages.ts'
import { factsOf } from './hosted-names.ts'

/** So many ways are named on the tab. */
const SHOWN = 2

const joined = (names: readonly string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(names)

class HostedMethod implements PayMethod {
  readonly place = 'choice'
  readonly styles = hostedStyles

  readonly #context: MethodContext
  readonly #texts: ExtraTexts
  readonly #life = new AbortController()
  /** One idempotency key until an answer arrives, so that a retry leads to the same page. */
  #key = ''
  #chosen = ''
  #locked = false

  constructor(context: MethodContext) {
    this.#context = context
    this.#texts = new ExtraTexts(() => context.requestUpdate())
  }

  label(): string {
    const ways = this.#ways
    if (ways.length === 0) return messages.onTheirPage()
    const names = ways.slice(0, SHOWN).map((way) => factsOf(way).name)
    const more = ways.length > SHOWN ? ` +${ways.length - SHOWN}` : ''
    return joined(names, this.#context.locale) + more
  }

  /** The symbol of the page, unless there are pictures of the named ways. */
  logo(): TemplateResult {
    const shown = this.#ways.slice(0, SHOWN)
    const marked = shown.length === 1 || shown.some((way) => this.#url(way))
    return html`<span class="marks">${marked ? shown.map((way) => this.#mark(way)) : methodMark('page')}</span>`
  }

  async availability(): Promise<Availability> {
    await this.#texts.follow(this.#context.locale)
    return { available: true }
  }

  render(): TemplateResult {
    void this.#texts.follow(this.#context.locale)
    const ways = this.#ways
    return html`${ways.length > 1 && !this.#context.inRows ? this.#list(ways) : nothing}
      <p class="hosted-note" part="hosted-note">${messages.note()}</p>`
  }

  options(): MethodOption[] {
    const ways = this.#ways
    if (ways.length < 2) return []
    return ways.map((way) => ({
      id: way.code,
      head: this.#head(way),
      chosen: way.code === this.#way?.code,
    }))
  }

  choose(id: string): void {
    const way = this.#ways.find(({ code }) => code === id)
    if (way) this.#choose(way)
  }

  payLabel(): string {
    const way = this.#way
    return way ? messages.continueTo(factsOf(way).name) : messages.continueToPage()
  }

  /** Asks the BFF for PayKKa's page. The amount comes from the checkout; the shop's page cannot change it. */
  async redirect(along: Pick<PayWith, 'billing'>): Promise<string> {
    const { access, environment } = this.#context
    const way = this.#way
    const body = JSON.stringify({ ...(way && { methods: [way.code] }), ...along })
    this.#key ||= environment.newKey()
    const headers = { 'content-type': 'application/json', 'idempotency-key': this.#key }
    const init = { method: 'POST', headers, body }
    const answer = await call(environment, access, '/hosted', init, this.#life.signal, readUrl)
    if (answer.kind === 'lost') throw new CheckoutError('bff_unreachable')
    this.#key = ''
    if (answer.kind === 'problem') throw new CheckoutError(answer.problem.code, answer.problem.requestId)
    return answer.value
  }

  lock(locked: boolean): void {
    this.#locked = locked
  }

  disconnect(): void {
    this.#life.abort()
  }

  get #ways(): readonly HostedWay[] {
    return this.#context.checkout.hosted ?? []
  }

  get #way(): HostedWay | null {
    return this.#ways.find(({ code }) => code === this.#chosen) ?? this.#ways[0] ?? null
  }

  #url = ({ code }: HostedWay): string | null => {
    const { checkout, access } = this.#context
    return markUrl(checkout, code, access.bffUrl)
  }

  #mark = (way: HostedWay): TemplateResult => methodMark(factsOf(way).kind, this.#url(way))

  #list(ways: readonly HostedWay[]): TemplateResult {
    return html`<fieldset class="hosted-list" part="hosted-methods">
      <legend class="visually-hidden">${messages.otherWays()}</legend>
      ${ways.map((way) => this.#choice(way))}
    </fieldset>`
  }

  #choice(way: HostedWay): TemplateResult {
    return html`<label class="hosted-way" part="hosted-method">
      <input type="radio" name="hosted" value=${way.code} ?disabled=${this.#locked}
        .checked=${way.code === this.#way?.code} @change=${() => this.#choose(way)} />
      ${this.#head(way)}
    </label>`
  }

  #head(way: HostedWay): TemplateResult {
    return html`${this.#mark(way)}<span part="method-label" .textContent=${factsOf(way).name}></span>`
  }

  #choose({ code }: HostedWay): void {
    this.#chosen = code
    this.#key = ''
    this.#context.requestUpdate()
  }
}

/** The address, if the element may go there. */
function readUrl(body: unknown): string | null {
  const url = (body as { url?: unknown } | null)?.url
  return typeof url === 'string' ? parseActionUrl(url) : null
}

export const createMethod: CreateMethod = (context) => new HostedMethod(context)
