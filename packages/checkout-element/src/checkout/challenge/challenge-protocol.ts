/**
 * What the shop’s page, the BFF’s wrapper page and the page a bank returns to say to each other. None of it is a
 * result: only the BFF’s answer is one.
 */

/** The wrapper listens. Sent to whoever embeds it; it says nothing else. */
export const HELLO = 'paykka:challenge-hello'
/** The answer: which page of the bank to show, and what to call it for screen readers. */
export type Open = { type: typeof OPEN; url: string; title: string }
export const OPEN = 'paykka:challenge-open'
/** The bank sent the shopper back. From the page it returned to, passed on by the wrapper. */
export const OVER = 'paykka:challenge-over'

/**
 * What banks' pages use and a frame must be given: passkeys, Secure Payment Confirmation, codes of text messages. A bank
 * passes the shopper on to other origins, so each may. https://www.w3.org/TR/secure-payment-confirmation/
 */
export const BANKS_NEED = [
  'payment',
  'publickey-credentials-get',
  'publickey-credentials-create',
  'otp-credentials',
]
  .map((feature) => `${feature} *`)
  .join('; ')

/** Anything but a well-formed request to open is `null`. */
export function readOpen(data: unknown): Open | null {
  if (typeof data !== 'object' || data === null) return null
  const { type, url, title } = data as Partial<Open>
  return type === OPEN && typeof url === 'string' && typeof title === 'string' ? { type, url, title } : null
}
