/** Readers of one variable's text. Each throws an Error that says what the text must look like. */
import { isIP } from 'node:net'
import { isLoopback } from '../domain/loopback.ts'

/** @returns the items of a comma-separated list, without empty ones */
export function list(text: string): string[] {
  const items = text.split(',').map((item) => item.trim())
  return items.filter((item) => item !== '')
}

function atLeastOne(text: string): string[] {
  const items = list(text)
  if (items.length === 0) throw new Error('must name at least one')
  return items
}

export const matching = (pattern: RegExp, message: string) => (text: string) => {
  if (!pattern.test(text)) throw new Error(message)
  return text
}

export const upTo = (maxLength: number) => (text: string) => {
  if (text.length > maxLength) throw new Error(`must be at most ${maxLength} characters`)
  return text
}

export const upToWithoutSpaces = (maxLength: number) =>
  matching(new RegExp(`^\\S{1,${maxLength}}$`), `must be at most ${maxLength} characters without spaces`)

/** A comma-separated list of some of these words. */
export const wordsOf =
  <W extends string>(known: readonly W[]) =>
  (text: string): W[] => [...new Set(atLeastOne(text).map((item) => wordOf(known, item)))]

export function wordOf<W extends string>(known: readonly W[], item: string): W {
  const word = known.find((one) => one === item)
  if (word === undefined) throw new Error(`"${item}" is not one of ${known.join(', ')}`)
  return word
}

/** An http(s) address; plain http on this machine only. */
export function secureAddress(text: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('must be an http(s) address, for example https://pay.shop.example')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new Error('must use https (http is for this machine only)')
  if (url.username || url.password) throw new Error(NO_EXTRAS)
  return url
}

const NO_EXTRAS = 'must not have a query, a fragment or a user'

export function addressWithoutQuery(text: string): URL {
  const url = secureAddress(text)
  if (url.search || url.hash) throw new Error(NO_EXTRAS)
  return url
}

/** The paths are fixed, by this BFF and by PayKKa, so an address with a path could not be used. */
export function serverAddress(text: string): URL {
  const url = addressWithoutQuery(text)
  if (url.pathname !== '/') throw new Error(`must be an origin like ${url.origin}, without a path`)
  return url
}

export function origins(text: string): string[] {
  return atLeastOne(text).map((origin) => {
    const url = addressWithoutQuery(origin)
    // In the card frame's content security policy a star would be a wildcard.
    if (origin.includes('*')) throw new Error(`"${origin}" must name one origin, without a wildcard`)
    if (url.origin !== origin)
      throw new Error(`"${origin}" must be an origin like ${url.origin}: no path, no trailing slash`)
    return origin
  })
}

/** Comma-separated CIDRs. */
export function networks(text: string): string[] {
  return list(text).map((network) => {
    if (!isNetwork(network)) throw new Error(`"${network}" is not a CIDR like 10.0.0.0/8`)
    return network
  })
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/')
  const width = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= width
}
