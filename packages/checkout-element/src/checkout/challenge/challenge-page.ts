/** The BFF's page `GET /challenge`: shows a bank's page, so that the shop's policy need not list any bank. */
import { parseActionUrl } from '../addresses.ts'
import { BANKS_NEED, HELLO, OVER, readOpen } from './challenge-protocol.ts'

const SHEET = 'html,body{height:100%;margin:0}iframe{display:block;width:100%;height:100%;border:0}'

class ChallengePage {
  readonly #parents: readonly string[]
  readonly #frame = document.createElement('iframe')
  #parent = ''

  constructor(parents: readonly string[]) {
    this.#parents = parents
    this.#frame.allow = BANKS_NEED
    // The bank's page may navigate the top page only after a click of the shopper.
    this.#frame.sandbox.add(
      'allow-scripts',
      'allow-same-origin',
      'allow-forms',
      'allow-popups',
      'allow-popups-to-escape-sandbox',
      'allow-top-navigation-by-user-activation',
    )
  }

  /** Listens and announces it. Nothing is shown until an allowed shop names a page. */
  start(): void {
    window.addEventListener('message', this.#onMessage)
    window.parent.postMessage({ type: HELLO }, '*')
  }

  #onMessage = ({ source, origin, data }: MessageEvent): void => {
    if (source === window.parent && window.parent !== window) this.#open(origin, data)
    else if (source === this.#frame.contentWindow && origin === location.origin) this.#end(data)
  }

  /** Once, and only for a shop that the BFF allows. */
  #open(origin: string, data: unknown): void {
    const open = readOpen(data)
    const url = parseActionUrl(open?.url ?? '')
    if (!open || !url || this.#parent || !this.#parents.includes(origin)) return
    this.#parent = origin
    this.#frame.title = open.title
    this.#frame.src = url
    document.body.append(this.#frame)
  }

  #end(data: { type?: unknown } | null): void {
    if (data?.type === OVER && this.#parent) window.parent.postMessage({ type: OVER }, this.#parent)
  }
}

const sheet = new CSSStyleSheet()
sheet.replaceSync(SHEET)
document.adoptedStyleSheets = [sheet]
const origins = document.querySelector<HTMLMetaElement>('meta[name="paykka-parent-origins"]')?.content
new ChallengePage(origins?.split(' ') ?? []).start()
