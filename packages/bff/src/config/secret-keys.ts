/** The secret keys of the shop's servers and their names: `name:secret`, or a secret alone. */

export type SecretKeys = { secretKeys: string[]; keyNames: string[] }

/** In place of keys that could not be read. */
export const NO_KEYS: SecretKeys = { secretKeys: [], keyNames: [] }

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,31}$/
/** What an Authorization header can carry. A colon is not among it, so an older value never looks like a named one. */
const SECRET = /^[A-Za-z0-9._~+/=-]{1,256}$/

/** @param text one key; what stands before the first colon is its name */
export function splitKey(text: string): { name: string | undefined; secret: string } {
  const [, name, secret] = /^([^:]*):(.*)$/.exec(text.trim()) ?? []
  return { name, secret: secret ?? text.trim() }
}

/**
 * @param value comma-separated
 * @throws Error that says what a key must look like
 */
export function readSecretKeys(value: string): SecretKeys {
  const keys = value.split(',').map(splitKey).filter(isSet)
  const secretKeys = keys.map(({ secret }) => secret)
  if (keys.length === 0 || secretKeys.some((secret) => secret.length < 32))
    throw new Error('each key needs 32 characters or more, for example from: openssl rand -hex 32')
  if (!secretKeys.every((secret) => SECRET.test(secret)))
    throw new Error('a key may have letters, digits and . _ ~ + / = - only, 256 at most')
  const keyNames = keys.map(({ name }, index) => name ?? `key-${index + 1}`)
  if (keys.some(({ name }) => name !== undefined && !NAME.test(name)))
    throw new Error('a name may have letters, digits and . _ - only, 32 at most, and begins with a letter')
  if (new Set(keyNames).size < keyNames.length) throw new Error('two keys have one name')
  return { secretKeys, keyNames }
}

const isSet = ({ name, secret }: ReturnType<typeof splitKey>) => name !== undefined || secret !== ''
