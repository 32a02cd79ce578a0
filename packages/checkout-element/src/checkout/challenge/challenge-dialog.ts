/** The bank’s page in a dialog over the shop’s page. The platform’s own dialog keeps the focus inside and gives it back. */
import { html, render } from 'lit'
import type { Environment } from '../../environment.ts'
import { anotherWay, titles } from '../../ui/checkout-messages.ts'
import { continueToBank } from '../../ui/results/result-messages.ts'
import { closeChallenge } from './challenge-messages.ts'
import { BANKS_NEED, HELLO, OPEN, OVER } from './challenge-protocol.ts'
import { isInAppBrowser } from './in-app-browser.ts'

export { challengeStyles } from './challenge.styles.ts'

/** A wrapper that is silent for so long is blocked, for example by the shop’s Cross-Origin-Embedder-Policy. */
const HELLO_TIMEOUT_MS = 8000

/** What the dialog shows, and who is told. */
export type Challenge = {
  /** Where the dialog is put: the element’s shadow root. */
  root: ShadowRoot
  bffUrl: string
  /** The checked address of the bank’s page. */
  url: string
  environment: Pick<Environment, 'wait' | 'navigate'>
  /** Ends with the challenge: aborted when the payment goes on, or the element leaves the page. */
  signal: AbortSignal
  /** The bank sent the shopper back, or the shopper closed the dialog: the checkout is to be read again. */
  over(): void
  /** The shopper wants to pay another way. */
  leave(): void
}

/**
 * Opens the dialog, or the bank's page in this tab where the page is shown inside another app. Closing the dialog decides
 * nothing: the payment stays as it is, and the panel offers the way on.
 */
export function openChallenge(challenge: Challenge): void {
  const { root, signal, over, url, environment } = challenge
  if (signal.aborted) return
  if (isInAppBrowser(navigator.userAgent)) {
    environment.navigate(url)
    return
  }
  const dialog = document.createElement('dialog')
  dialog.className = 'challenge'
  dialog.setAttribute('part', 'challenge')
  dialog.ariaLabel = titles.action()
  render(contentOf(challenge, dialog), dialog)
  const frame = dialog.querySelector('iframe')
  if (frame) connect(frame, challenge, dialog)
  signal.addEventListener('abort', () => dialog.close())
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (!signal.aborted) over()
  })
  // In there it has the element’s language and direction.
  root.querySelector('.base')?.append(dialog)
  dialog.showModal()
}

const contentOf = ({ bffUrl, url, leave }: Challenge, dialog: HTMLDialogElement) => html`<header>
    <h2 part="challenge-title">${titles.action()}</h2>
    <button type="button" class="secondary" part="challenge-close" @click=${() => dialog.close()}>${closeChallenge()}</button>
  </header>
  <iframe part="challenge-frame" title=${titles.action()} allow=${BANKS_NEED} src="${bffUrl}/challenge"></iframe>
  <p><a part="action-link" href=${url}>${continueToBank()}</a>
    <button type="button" class="secondary" part="another-way-button" @click=${() => leaveIn(dialog, leave)}>${anotherWay()}</button></p>`

/** The panel under the dialog says how it goes on. */
function leaveIn(dialog: HTMLDialogElement, leave: () => void): void {
  dialog.close()
  leave()
}

/** Only the wrapper’s own window, and only while a page of the BFF is in it. Where it never speaks, this page goes to the bank. */
function connect(frame: HTMLIFrameElement, challenge: Challenge, dialog: HTMLDialogElement): void {
  const { bffUrl, url, environment, signal } = challenge
  const { origin } = new URL(bffUrl)
  let heard = false
  const onMessage = (event: MessageEvent): void => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return
    heard = true
    if (event.data?.type === OVER) dialog.close()
    if (event.data?.type === HELLO)
      frame.contentWindow?.postMessage({ type: OPEN, url, title: frame.title }, origin)
  }
  window.addEventListener('message', onMessage, { signal })
  void environment.wait(HELLO_TIMEOUT_MS, signal).then(() => {
    if (!heard && dialog.open) environment.navigate(url)
  })
}
