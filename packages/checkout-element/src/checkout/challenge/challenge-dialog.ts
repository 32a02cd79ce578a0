/** The bank's page in a native dialog over the shop's page, which traps the focus and returns it at the end. */
import { html, render } from 'lit'
import type { Environment } from '../../environment.ts'
import { anotherWay, titles } from '../../ui/checkout-messages.ts'
import { continueToBank } from '../../ui/results/result-messages.ts'
import { closeChallenge } from './challenge-messages.ts'
import { BANKS_NEED, HELLO, OPEN, OVER } from './challenge-protocol.ts'
import { isInAppBrowser } from './in-app-browser.ts'

export { challengeStyles } from './challenge.styles.ts'

/** A wrapper that sends nothing for this time is blocked, for example by the shop's Cross-Origin-Embedder-Policy. */
const HELLO_TIMEOUT_MS = 8000

/** The dialog's content and callbacks. */
export type Challenge = {
  /** The element's shadow root, which contains the dialog. */
  root: ShadowRoot
  bffUrl: string
  /** The checked address of the bank's page. */
  url: string
  environment: Pick<Environment, 'wait' | 'navigate'>
  /** Aborted when the challenge ends or the element leaves the page. */
  signal: AbortSignal
  /** Called when the bank sent the shopper back or the shopper closed the dialog: read the checkout again. */
  over(): void
  /** Called when the shopper wants to pay another way. */
  leave(): void
}

/**
 * Opens the dialog, or goes to the bank's page in this tab when the page is shown inside another app. Closing the dialog
 * does not change the payment: the panel behind it offers the next step.
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
  // Inside the base part it has the element's language and direction.
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

/** The panel behind the dialog shows the next step. */
function leaveIn(dialog: HTMLDialogElement, leave: () => void): void {
  dialog.close()
  leave()
}

/** Accepts messages only from the wrapper's window on the BFF's origin. Without any message, this page goes to the bank. */
function connect(frame: HTMLIFrameElement, challenge: Challenge, dialog: HTMLDialogElement): void {
  const { bffUrl, url, environment, signal } = challenge
  const { origin } = new URL(bffUrl)
  let connected = false
  const onMessage = (event: MessageEvent): void => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return
    connected = true
    if (event.data?.type === OVER) dialog.close()
    if (event.data?.type === HELLO)
      frame.contentWindow?.postMessage({ type: OPEN, url, title: frame.title }, origin)
  }
  window.addEventListener('message', onMessage, { signal })
  void environment.wait(HELLO_TIMEOUT_MS, signal).then(() => {
    if (!connected && dialog.open) environment.navigate(url)
  })
}
