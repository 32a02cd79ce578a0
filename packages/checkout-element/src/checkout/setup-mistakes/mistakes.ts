/** Every mistake in setting the element up that it can recognize: its code, the cause and the cure. */

/** What the shopper sees: a calm sentence in place of the form, or the form all the same. */
export type Effect = 'instead' | 'retry' | 'beside'

/** `{name}` stands for a fact of the page, for example its origin. */
export type Mistake = {
  cause: string
  cure: string
  effect: Effect
  /** What the BFF writes into its log, where it can know of the mistake. */
  log?: string
}

/**
 * The console gets one line for each: code, cause, cure. `docs/reference/setup-mistakes.md` is generated from this table, and a
 * test makes each of these mistakes.
 */
export const MISTAKES = {
  bff_url_missing: {
    cause: 'The element has no `bff-url`.',
    cure: 'Set it to the address of your BFF: <paykka-checkout bff-url="https://pay.shop.example">.',
    effect: 'instead',
  },
  bff_url_no_scheme: {
    cause: '`bff-url` is "{value}": it is not a whole address.',
    cure: 'Write the scheme and the host: bff-url="{better}".',
    effect: 'instead',
  },
  bff_url_insecure: {
    cause: '`bff-url` is "{value}": card details may only travel over https.',
    cure: 'Serve the BFF over https: bff-url="{better}". Plain http works on this machine only (localhost).',
    effect: 'instead',
  },
  bff_url_extra: {
    cause: '`bff-url` is "{value}": it holds a user, a query or a fragment.',
    cure: 'Leave them out: bff-url="{better}".',
    effect: 'instead',
  },
  bff_url_invalid: {
    cause: '`bff-url` is "{value}": that is no address.',
    cure: 'Set it to the address of your BFF, for example bff-url="https://pay.shop.example".',
    effect: 'instead',
  },
  bff_url_path: {
    cause: 'The BFF is at {better}, but `bff-url` is "{value}".',
    cure: 'Leave the path out: bff-url="{better}".',
    effect: 'instead',
  },
  bff_not_found: {
    cause:
      'Something answers at {bff}, but not as a BFF: it is another server, or a proxy answers in place of the BFF.',
    cure: 'Open {bff}/healthz in a browser. If the BFF is elsewhere, correct `bff-url`; else look at the proxy.',
    effect: 'retry',
  },
  bff_unreachable: {
    cause: 'Nothing answers at {bff}.',
    cure: 'Check that the BFF runs, and that the host in `bff-url` is spelled right.',
    effect: 'retry',
  },
  client_secret_missing: {
    cause: 'The element got no `client-secret` within five seconds.',
    cure: 'Create a checkout on your server (POST /v1/checkouts) and pass its `clientSecret` to the page.',
    effect: 'instead',
  },
  client_secret_is_id: {
    cause: '`client-secret` is the id of an object ("{value}"), not a secret.',
    cure: 'Pass `clientSecret` of the answer to POST /v1/checkouts, not `id`.',
    effect: 'instead',
  },
  client_secret_malformed: {
    cause: '`client-secret` holds {value}, which no client secret has.',
    cure: 'Pass `clientSecret` as the BFF gave it: without quotes, prefixes or line breaks.',
    effect: 'instead',
  },
  secret_key_in_browser: {
    cause:
      'THE SECRET KEY OF YOUR SHOP IS IN THIS PAGE, as `client-secret`. Everyone who opened the page can refund and charge with it.',
    cure: 'Rotate the key now: put a new one into BFF_SECRET_KEYS, take this one out, and restart the BFF. Then pass `clientSecret` of the checkout to the page.',
    effect: 'instead',
    log: 'a secret key of the shop was sent by a browser: rotate it now',
  },
  client_secret_unknown: {
    cause:
      'The BFF at {bff} knows no checkout with this `client-secret`: it comes from another BFF or database, or was cut.',
    cure: 'Create the checkout with the same BFF that `bff-url` names, and pass its `clientSecret` whole.',
    effect: 'instead',
  },
  client_secret_expired: {
    cause: 'The checkout had expired before the page opened.',
    cure: 'Create the checkout when the shopper comes to the page, or set a longer `expiresIn` (at most a day).',
    effect: 'instead',
  },
  origin_not_allowed: {
    cause: 'The BFF at {bff} refuses pages of {page}.',
    cure: 'Add {page} to BFF_ALLOWED_ORIGINS, exactly as written here, and restart the BFF.',
    effect: 'instead',
    log: 'a page of an origin that is not in BFF_ALLOWED_ORIGINS was refused',
  },
  page_sandboxed: {
    cause: 'The page runs in a sandboxed frame without an origin, so the BFF cannot know it.',
    cure: 'Add allow-same-origin (and allow-scripts, allow-forms) to the sandbox of that frame.',
    effect: 'instead',
    log: 'a page of an origin that is not in BFF_ALLOWED_ORIGINS was refused',
  },
  page_in_foreign_frame: {
    cause:
      'The card form does not start. This page is in a frame of {outer}, and browsers show the card form only where every page around it is allowed.',
    cure: 'Add {outer} to BFF_ALLOWED_ORIGINS, or open the checkout outside that frame.',
    effect: 'retry',
  },
  card_frame_blocked: {
    cause: 'The BFF answers, but its card form does not start in this page.',
    cure: 'Look at {bff}/card-frame in the network panel: a proxy must not add X-Frame-Options or change its headers, and an extension may block it.',
    effect: 'retry',
  },
  csp_connect_src: {
    cause: 'The Content-Security-Policy of this page forbids to ask {bff}.',
    cure: 'Add {bff} to its connect-src. {bff}/csp lists all that the policy needs.',
    effect: 'instead',
  },
  csp_frame_src: {
    cause: 'The Content-Security-Policy of this page forbids the card form of {bff}.',
    cure: 'Add {bff} to its frame-src. {bff}/csp lists all that the policy needs.',
    effect: 'instead',
  },
  csp_script_src: {
    cause: 'The Content-Security-Policy of this page forbids {value}, so its wallet is not offered.',
    cure: 'Add {value} to its script-src. The BFF lists all that the policy needs at /csp.',
    effect: 'beside',
  },
  csp_trusted_types: {
    cause:
      'The Content-Security-Policy of this page forbids the Trusted Types policy paykka-wallets, so no wallet is offered.',
    cure: 'Add paykka-wallets to its trusted-types. The BFF lists all that the policy needs at /csp.',
    effect: 'beside',
  },
  insecure_context: {
    cause: 'This page is not served over https ({page}).',
    cure: 'Serve it over https. Browsers encrypt cards only there, and on localhost.',
    effect: 'instead',
  },
  defined_twice: {
    cause:
      'Two scripts define <paykka-checkout> on this page. The first one is used, and this one is not: {value}.',
    cure: 'Load define.js once, from one address.',
    effect: 'beside',
  },
  no_size: {
    cause: 'The element is 0 px wide in its place.',
    cure: 'Give the place a width, for example min-width: 280px.',
    effect: 'beside',
  },
  locale_unknown: {
    cause:
      '`locale` is "{value}", for which there are no texts. The page shows its own language, or English.',
    cure: 'Use a BCP 47 tag of a listed language (docs/reference/languages.md), or bring the texts with registerLocale().',
    effect: 'beside',
  },
  theme_unknown: {
    cause: '`theme` is "{value}". The element is shown light.',
    cure: 'Use auto, light or dark.',
    effect: 'beside',
  },
  layout_unknown: {
    cause: '`layout` is "{value}". The ways to pay are shown in a plain column.',
    cure: 'Use tabs or list.',
    effect: 'beside',
  },
  challenge_unknown: {
    cause: '`challenge` is "{value}". Banks that ask for a confirmation replace this page.',
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
      '`card-entry` is "{value}", but the BFF offers another. The card form is shown as the BFF offers it.',
    cure: 'Set CARD_ENTRY={value} at the BFF, or leave the attribute out.',
    effect: 'beside',
  },
  no_method_available: {
    cause: 'Nothing can be paid with: every way to pay of this checkout is off.',
    cure: 'Look at `methods` of the checkout and at the reasons in the event paykka-availability.',
    effect: 'instead',
  },
  apple_pay_domain: {
    cause: 'Apple Pay is not offered: the domain of {page} is not registered.',
    cure: 'Register it with PayKKa and name it in APPLE_PAY_DOMAIN (docs/guides/apple-pay.md). `paykka-bff doctor` checks it.',
    effect: 'beside',
  },
  google_pay_refused: {
    cause: 'Google Pay refuses the merchant: {value}.',
    cure: 'Check GOOGLE_PAY_MERCHANT_ID and GOOGLE_PAY_ENVIRONMENT, and that this domain is registered with Google (docs/guides/google-pay.md).',
    effect: 'beside',
  },
  google_pay_ended: {
    cause: 'Google Pay ended without a payment: {value}. Nothing was charged.',
    cure: "BUYER_ACCOUNT_ERROR is about the shopper's Google account, INTERNAL_ERROR about Google's servers: another try or another way helps. If it happens to everyone, ask Google with the words above.",
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

/** Lines that the console has already. */
const reported = new Set<string>()

const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place)

export const isMistake = (code: string): code is MistakeCode => Object.hasOwn(MISTAKES, code)

/** Writes one line into the console, once for each mistake. No secret is ever among the facts. */
export function report(code: MistakeCode, facts: Facts = {}): void {
  const { cause, cure } = MISTAKES[code]
  const line = fill(`${cause} ${cure}`, { page: location.origin, ...facts })
  const text = `[paykka-checkout] ${code}: ${line} More: docs/reference/setup-mistakes.md#${code}`
  if (reported.has(text)) return
  reported.add(text)
  // biome-ignore lint/suspicious/noConsole: the developer of the page must see it, and nobody else can mend it.
  console.error(text)
}
