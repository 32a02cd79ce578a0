/** The secret keys of the shop's servers: each `name:secret`, or a secret alone. */
import { list } from '../environment/readers.ts'

/** `key-2` is the name of a second key that has none. */
type SecretKey = { name: string; secret: string }

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,31}$/
/** What an Authorization header can carry. It has no colon, so an older value never looks like a named key. */
const SECRET = /^[A-Za-z0-9._~+/=-]{1,256}$/

/** @param text one key; the part before the first colon is its name */
export function splitKey(text: string): { name: string | undefined; secret: string } {
  const [, name, secret] = /^([^:]*):(.*)$/.exec(text.trim()) ?? []
  return { name, secret: secret ?? text.trim() }
}

/**
 * @param value comma-separated
 * @throws Error that says what a key must look like
 */
export function readSecretKeys(value: string): SecretKey[] {
  const keys = list(value)
    .map(splitKey)
    .map(({ name, secret }, index) => ({ name: name ?? `key-${index + 1}`, secret }))
  if (keys.length === 0 || keys.some(({ secret }) => secret.length < 32))
    throw new Error('each key needs 32 characters or more, for example from: openssl rand -hex 32')
  if (!keys.every(({ secret }) => SECRET.test(secret)))
    throw new Error('a key may have letters, digits and . _ ~ + / = - only, 256 at most')
  if (!keys.every(({ name }) => NAME.test(name)))
    throw new Error('a name may have letters, digits and . _ - only, 32 at most, and begins with a letter')
  if (new Set(keys.map(({ name }) => name)).size < keys.length) throw new Error('two keys have one name')
  return keys
}
