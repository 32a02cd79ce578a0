/** All setup mistakes that the element can recognize: code, cause and cure. */

/** What the shopper sees: a calm sentence in place of the form or the list of cards, the same with a retry, or the form. */
export type Effect = 'instead' | 'retry' | 'beside' | 'list'

/** `{name}` is replaced by a fact of the page, for example its origin. */
export type Mistake = {
  cause: string
  cure: string
  effect: Effect
  /** The line in the BFF's log, if the BFF can detect the mistake. */
  log?: string
}

/**
 * The console shows one line for each: code, cause, cure. `docs/reference/setup-mistakes.md` is generated from this table.
 * A test makes each of these mistakes.
 */
export const MISTAKES = {
  bff_url_missing: {
    cause: 'The element has no `bff-url`.',
    cure: 'Set it to the address of your BFF: <paykka-checkout bff-url="https://pay.shop.example">.',
    effect: 'instead',
  },
  bff_url_no_scheme: {
    cause: '`bff-url` is "{value}": it is not a complete address.',
    cure: 'Write the scheme and the host: bff-url="{better}".',
    effect: 'instead',
  },
  bff_url_insecure: {
    cause: '`bff-url` is "{value}": card details may only travel over https.',
    cure: 'Serve the BFF over https: bff-url="{better}". Plain http works on this machine only (localhost).',
    effect: 'instead',
  },
  bff_url_extra: {
    cause: '`bff-url` is "{value}": it contains a user, a query or a fragment.',
    cure: 'Remove them: bff-url="{better}".',
    effect: 'instead',
  },
  bff_url_invalid: {
    cause: '`bff-url` is "{value}", which is no address.',
    cure: 'Set it to the address of your BFF, for example bff-url="https://pay.shop.example".',
    effect: 'instead',
  },
  bff_url_path: {
    cause: 'The BFF is at {better}, but `bff-url` is "{value}".',
    cure: 'Remove the path: bff-url="{better}".',
    effect: 'instead',
  },
  bff_not_found: {
    cause: 'The server at {bff} is not a BFF: it is another server, or a proxy answers in place of the BFF.',
    cure: 'Open {bff}/healthz in a browser. If the BFF is elsewhere, correct `bff-url`; otherwise check the proxy.',
    effect: 'retry',
  },
  bff_unreachable: {
    cause: 'There is no answer from {bff}.',
    cure: 'Check that the BFF is running, and that the host in `bff-url` is correct.',
    effect: 'retry',
  },
  client_secret_missing: {
    cause: 'The element got no `client-secret` within five seconds.',
    cure: 'Create a checkout on your server (POST /v1/checkouts) and pass its `clientSecret` to the page.',
    effect: 'instead',
  },
  client_secret_is_id: {
    cause: '`client-secret` is the id of an object ("{value}"), not a secret.',
    cure: "Pass `clientSecret` of the BFF's answer, not `id`.",
    effect: 'instead',
  },
  client_secret_malformed: {
    cause: '`client-secret` contains {value}, which no client secret contains.',
    cure: 'Pass `clientSecret` exactly as the BFF returned it: without quotes, prefixes or line breaks.',
    effect: 'instead',
  },
  secret_key_in_browser: {
    cause:
      'THE SECRET KEY OF YOUR SHOP IS IN THIS PAGE, as `client-secret`. Everyone who opened the page can refund and charge with it.',
    cure: 'Rotate the key now: add a new one to BFF_SECRET_KEYS, remove this one, and restart the BFF. Then pass `clientSecret` of the checkout to the page.',
    effect: 'instead',
    log: 'a secret key of the shop was sent by a browser: rotate it now',
  },
  client_secret_unknown: {
    cause:
      'The BFF at {bff} has no checkout with this `client-secret`: the secret comes from another BFF or database, or is incomplete.',
    cure: 'Create the checkout with the BFF that `bff-url` names, and pass its complete `clientSecret`.',
    effect: 'instead',
  },
  shopper_secret_missing: {
    cause: '`<paykka-saved-cards>` got no `client-secret` within five seconds.',
    cure: 'Create one on your server (POST /v1/shoppers/:reference/secrets) and pass its `clientSecret` to the page.',
    effect: 'list',
  },
  shopper_secret_unknown: {
    cause:
      'The BFF at {bff} has no shopper with this `client-secret`: it is the secret of a checkout, comes from another BFF, or has expired.',
    cure: 'Create a new one each time the page is opened (POST /v1/shoppers/:reference/secrets): it is valid for 30 minutes.',
    effect: 'list',
  },
  client_secret_expired: {
    cause: 'The checkout had expired before the page opened.',
    cure: 'Create the checkout when the shopper opens the page, or set a longer `expiresIn` (at most one day).',
    effect: 'instead',
  },
  origin_not_allowed: {
    cause: 'The BFF at {bff} does not allow pages from {page}.',
    cure: 'Add {page} to BFF_ALLOWED_ORIGINS, exactly as written here, and restart the BFF.',
    effect: 'instead',
    log: 'a page of an origin that is not in BFF_ALLOWED_ORIGINS was refused',
  },
  page_sandboxed: {
    cause: 'The page runs in a sandboxed frame without an origin, so the BFF cannot allow it.',
    cure: 'Add allow-same-origin (and allow-scripts, allow-forms) to the sandbox of that frame.',
    effect: 'instead',
    log: 'a page of an origin that is not in BFF_ALLOWED_ORIGINS was refused',
  },
  page_in_foreign_frame: {
    cause:
      'The card form does not start. This page is in a frame of {outer}, and browsers show the card form only when every page around it is allowed.',
    cure: 'Add {outer} to BFF_ALLOWED_ORIGINS, or open the checkout outside that frame.',
    effect: 'retry',
  },
  card_frame_blocked: {
    cause: 'The BFF answers, but its card form does not start in this page.',
    cure: 'Check {bff}/card-frame in the network panel: a proxy must not add X-Frame-Options or change its headers, and an extension may block it.',
    effect: 'retry',
  },
  csp_connect_src: {
    cause: 'The Content-Security-Policy of this page forbids requests to {bff}.',
    cure: 'Add {bff} to its connect-src. {bff}/csp lists everything that the policy needs.',
    effect: 'instead',
  },
  csp_frame_src: {
    cause: 'The Content-Security-Policy of this page forbids the card form of {bff}.',
    cure: 'Add {bff} to its frame-src. {bff}/csp lists everything that the policy needs.',
    effect: 'instead',
  },
  csp_script_src: {
    cause: 'The Content-Security-Policy of this page forbids {value}, so its wallet is not offered.',
    cure: 'Add {value} to its script-src. The BFF lists everything that the policy needs at /csp.',
    effect: 'beside',
  },
  csp_trusted_types: {
    cause:
      'The Content-Security-Policy of this page forbids the Trusted Types policy paykka-wallets, so no wallet is offered.',
    cure: 'Add paykka-wallets to its trusted-types. The BFF lists everything that the policy needs at /csp.',
    effect: 'beside',
  },
  insecure_context: {
    cause: 'This page is not served over https ({page}).',
    cure: 'Serve it over https. Browsers can encrypt cards only over https and on localhost.',
    effect: 'instead',
  },
  defined_twice: {
    cause:
      'Two scripts define the same element on this page. The first one is used, and this one is not: {value}.',
    cure: 'Load the script once, from one address.',
    effect: 'beside',
  },
  no_size: {
    cause: 'The element is 0 px wide.',
    cure: 'Give its container a width, for example min-width: 280px.',
    effect: 'beside',
  },
  locale_unknown: {
    cause:
      '`locale` is "{value}", for which there are no texts. The element uses the language of the page, or English.',
    cure: 'Use a BCP 47 tag of a listed language (docs/reference/languages.md), or add the texts with registerLocale().',
    effect: 'beside',
  },
  theme_unknown: {
    cause: '`theme` is "{value}". The element is shown light.',
    cure: 'Use auto, light or dark.',
    effect: 'beside',
  },
  layout_unknown: {
    cause: '`layout` is "{value}". The ways to pay are shown as an accordion.',
    cure: 'Use tabs or accordion.',
    effect: 'beside',
  },
  challenge_unknown: {
    cause: '`challenge` is "{value}". 3-D Secure replaces this page.',
    cure: 'Use redirect or modal.',
    effect: 'beside',
  },
  pay_button_unknown: {
    cause: '`pay-button` is "{value}". The pay button is shown.',
    cure: 'Use default or none.',
    effect: 'beside',
  },
  card_entry_unknown: {
    cause: '`card-entry` is "{value}". The card form is shown as the BFF offers it.',
    cure: 'Use frame, inline or encrypted-card.',
    effect: 'beside',
  },
  card_entry_not_offered: {
    cause:
      '`card-entry` is "{value}", but the BFF offers another one. The card form is shown as the BFF offers it.',
    cure: 'Set CARD_ENTRY={value} for the BFF, or remove the attribute.',
    effect: 'beside',
  },
  appearance_unreadable: {
    cause: 'The script with slot="appearance" is not JSON: {value}.',
    cure: 'Write one JSON object with double quotes and without comments. Until then the element has its default look.',
    effect: 'beside',
  },
  appearance_dropped: {
    cause: '`{value}` of the appearance was dropped: {reason}.',
    cure: '{cure}',
    effect: 'beside',
  },
  appearance_contrast: {
    cause: 'The appearance is hard to read: {value} has a contrast of {ratio}, and {more} more are too low.',
    cure: 'It needs {needs} or more: make one of its two colors lighter or darker. `npm run gallery` shows every state.',
    effect: 'beside',
  },
  no_method_available: {
    cause: 'The checkout cannot be paid: every way to pay is off.',
    cure: 'Check `methods` of the checkout and the reasons in the event paykka-availability.',
    effect: 'instead',
  },
  apple_pay_domain: {
    cause: 'Apple Pay is not offered: the domain of {page} is not registered.',
    cure: 'Register it with PayKKa and set APPLE_PAY_DOMAIN (docs/guides/apple-pay.md). `paykka-bff doctor` checks it.',
    effect: 'beside',
  },
  google_pay_refused: {
    cause: 'Google Pay refuses the merchant: {value}.',
    cure: 'Check GOOGLE_PAY_MERCHANT_ID and GOOGLE_PAY_ENVIRONMENT, and that this domain is registered with Google (docs/guides/google-pay.md).',
    effect: 'beside',
  },
  google_pay_ended: {
    cause: 'Google Pay ended without a payment: {value}. Nothing was charged.',
    cure: "BUYER_ACCOUNT_ERROR is about the shopper's Google account, INTERNAL_ERROR about Google's servers: the shopper can try again or pay another way. If it affects every shopper, contact Google with this message.",
    effect: 'beside',
  },
  apple_pay_ended: {
    cause: 'Apple Pay ended without a payment: {value}. Nothing was charged.',
    cure: "Check that the domain is registered, that no other Apple Pay sheet is open, and that the sheet opens inside the shopper's click (docs/guides/apple-pay.md).",
    effect: 'beside',
  },
  wallet_not_permitted: {
    cause: 'This page is in a frame that may not use wallets.',
    cure: 'Add allow="payment" to that frame.',
    effect: 'beside',
  },
} as const satisfies Record<string, Mistake>

export type MistakeCode = keyof typeof MISTAKES
export type Facts = Readonly<Record<string, string>>

/** Lines that were already written. */
const reported = new Set<string>()

const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place)

export const isMistake = (code: string): code is MistakeCode => Object.hasOwn(MISTAKES, code)

/** Writes one line to the console, once for each mistake. The facts never contain a secret. */
export function report(code: MistakeCode, facts: Facts = {}): void {
  const { cause, cure } = MISTAKES[code]
  const line = fill(`${cause} ${cure}`, { page: location.origin, ...facts })
  const text = `[paykka-checkout] ${code}: ${line} More: docs/reference/setup-mistakes.md#${code}`
  if (reported.has(text)) return
  reported.add(text)
  // biome-ignore lint/suspicious/noConsole: only the developer of the page can fix it.
  console.error(text)
}
