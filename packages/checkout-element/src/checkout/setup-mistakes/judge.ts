/** Mistakes that the values alone show: a wrong address, or something else in place of the secret. */
import { isTrustworthy } from '../addresses.ts'
import type { Facts, MistakeCode } from './mistakes.ts'

export type Found = { code: MistakeCode; facts: Facts }

const found = (code: MistakeCode, facts: Facts): Found => ({ code, facts })

/** What is wrong with `bff-url`. */
export function judgeAddress(value: string): Found {
  const text = value.trim()
  if (!text) return found('bff_url_missing', {})
  const url = read(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    const completed = read(`https://${text.replace(/^\W+/, '')}`)
    const isHost = completed && /[.:]|^localhost$/.test(completed.host) && !/\s/.test(text)
    return isHost
      ? found('bff_url_no_scheme', { value, better: withScheme(completed) })
      : found('bff_url_invalid', { value })
  }
  if (!isTrustworthy(url)) return found('bff_url_insecure', { value, better: `https://${url.host}` })
  if (url.username || url.search || url.hash)
    return found('bff_url_extra', { value: nameOf(url), better: url.origin })
  return found('bff_url_invalid', { value })
}

/** This machine is reached over http, for developers. */
function withScheme(completed: URL): string {
  const plain = new URL(completed.href.replace('https:', 'http:'))
  return isTrustworthy(plain) ? plain.origin : completed.origin
}

/** Hides user, query and fragment, which may hold secrets. */
const nameOf = (url: URL): string => url.href.replace(/\/\/.*@/, '//…@').replace(/[?#].*$/, '?…')

function read(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Ids of the shop API. */
const ID = /^(chk|pay|shp|op|card|agr)_[\w-]{22}$/

/** What is visibly wrong with `client-secret`. Its text is never reported. */
export function judgeSecret(secret: string): Found | null {
  const text = secret.trim()
  if (ID.test(text)) return found('client_secret_is_id', { value: text })
  const strange = /[^A-Za-z0-9._~+/=-]/.exec(text)?.[0]
  if (strange === undefined) return null
  const value = /\s/.test(strange) ? 'white space' : JSON.stringify(strange)
  return found('client_secret_malformed', {
    value: `the character ${value}`.replace('character white', 'white'),
  })
}
