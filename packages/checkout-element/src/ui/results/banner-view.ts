/** The banner below a form that can be used: a decline, a cancel, a new amount, a failed attempt. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { Banner } from '../../checkout/checkout-state.ts'
import type { Words } from '../checkout-messages.ts'
import { failure } from '../checkout-messages.ts'
import { alert } from '../icons.ts'
import { info } from './result-icons.ts'
import * as messages from './result-messages.ts'
import { sentence } from './sentence.ts'
import { supportView } from './support-view.ts'

type Tone = 'danger' | 'warning' | 'calm'

/** The complete banner. */
export function bannerView(banner: Banner): TemplateResult {
  switch (banner.kind) {
    case 'declined':
      return view(
        'danger',
        withTries(declinedWords(banner), banner.triesLeft),
        supportView(banner.payment.supportCode),
      )
    case 'canceled':
      return view('calm', { title: messages.canceledTitle(), text: messages.canceled() })
    case 'amount-changed': {
      const sums = [banner.shown, banner.current] as const
      const words = { title: messages.amountChangedTitle(), text: messages.amountChanged(...sums) }
      return view('warning', words, nothing, sums)
    }
    case 'failed': {
      const { code, retryable, supportCode } = banner.error
      const words = { ...failure(code, retryable, true), ...messages.refusal(code) }
      return view('warning', words, supportView(supportCode))
    }
  }
}

function declinedWords({ payment, retry }: Extract<Banner, { kind: 'declined' }>): Words {
  const reason = payment.decline?.reason
  if (reason === 'authentication_required') return messages.confirmationDemanded()
  if (payment.method === 'hosted') return messages.notPaidOnPage()
  return reason === 'authentication'
    ? { title: messages.authenticationTitle(), text: messages.authenticationFailed() }
    : { title: messages.declinedTitle(), text: messages.declined(retry) }
}

/** Announces the last try before the shopper makes it. */
const withTries = ({ title, text }: Words, triesLeft: number | undefined): Words => ({
  title,
  text: triesLeft === 1 ? `${text} ${messages.lastTry()}` : text,
})

function view(
  tone: Tone,
  { title, text }: Words,
  code: unknown = nothing,
  sums: readonly string[] = [],
): TemplateResult {
  return html`<div class="banner" part="notice notice-${tone}" data-tone=${tone}>
    ${tone === 'calm' ? info() : alert()}
    <div>
      <strong part="notice-title" .textContent=${title}></strong>
      <p part="notice-text">${sentence(text, sums)}</p>
      ${code}${tone === 'calm' ? nothing : html`<slot name="failure"></slot>`}
    </div>
  </div>`
}
