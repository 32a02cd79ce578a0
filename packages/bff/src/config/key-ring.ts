/** The RSA keys between the shop and PayKKa: one that signs, and one or two that verify what PayKKa signed. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { keyBlocks } from '../environment/key-blocks.ts'
import type { KeySource } from '../environment/key-source.ts'
import { keyFile, keySource } from '../environment/key-source.ts'
import { list } from '../environment/readers.ts'
import type { Recognized } from '../environment/recognize-key.ts'
import { NO_KEY, recognize } from '../environment/recognize-key.ts'
import { named, readAll } from '../environment/setting-error.ts'

/** The variables that the keys come from. */
type KeySources = KeySource<'PAYKKA_PRIVATE_KEY' | 'PAYKKA_PLATFORM_PUBLIC_KEY'>

export type Keys = {
  /** Signs requests. */
  readonly privateKey: KeyObject
  /** Verify answers and notifications: one key, or the old and the new one during a rotation. */
  readonly platformKeys: readonly KeyObject[]
}

/** Holds the keys of the moment: ask it for each signature, since a rotation replaces them. */
export type KeyRing = {
  current(): Keys
  /**
   * Reads the keys again. If one cannot be read, all stay as they were.
   * @throws SettingError that names what is wrong, never a key
   */
  reload(): void
  /** @returns the files whose change may mean new keys */
  files(): string[]
}

/** @throws SettingError that names what is wrong, never a key */
export function createKeyRing(sources: KeySources): KeyRing {
  const { PAYKKA_PRIVATE_KEY_FILE: own = '', PAYKKA_PLATFORM_PUBLIC_KEY_FILE: theirs = '' } = sources
  let keys = readKeys(sources)
  return {
    current: () => keys,
    reload: () => {
      keys = readKeys(sources)
    },
    files: () => [...list(own), ...list(theirs)],
  }
}

function readKeys(sources: KeySources): Keys {
  return Object.freeze(
    readAll({
      privateKey: () => readPrivateKey(sources),
      platformKeys: () => named('PAYKKA_PLATFORM_PUBLIC_KEY', () => Object.freeze(readPublicKeys(sources))),
    }),
  )
}

const MIN_BITS = 2048
/** A rotation needs the old key and the new one. */
const MAX_PUBLIC_KEYS = 2

/**
 * @returns the shop's key; certificates beside it are ignored
 * @throws SettingError that names what is wrong, never the key
 */
export function readPrivateKey(sources: KeySources): KeyObject {
  return named('PAYKKA_PRIVATE_KEY', () => {
    const found = recognizeAll(keySource(sources, 'PAYKKA_PRIVATE_KEY'))
    const [key, ...more] = found.flatMap((one) => (one.kind === 'private' ? [one.key] : []))
    if (more.length > 0) throw new Error(`holds ${more.length + 1} private keys; one is needed`)
    if (!key) throw new Error(notPrivate(found))
    return assertRsa(key)
  })
}

function notPrivate([first]: Recognized[]): string {
  if (first?.kind === 'public') return 'is a public key: your private key belongs here'
  return NO_KEY[first?.kind ?? 'unknown'] ?? 'is not a private key'
}

/**
 * @returns one key, or two during a rotation, from one file or variable or from several, comma-separated
 * @throws Error that names what is wrong
 */
export function readPublicKeys(sources: KeySources): KeyObject[] {
  const { PAYKKA_PLATFORM_PUBLIC_KEY: text, PAYKKA_PLATFORM_PUBLIC_KEY_FILE: files = '' } = sources
  const contents = text
    ? [text]
    : files.split(',').map((file) => keyFile(file.trim(), 'PAYKKA_PLATFORM_PUBLIC_KEY'))
  const keys = contents.flatMap(recognizeAll).map(publicKeyOf)
  const different = keys.filter((key, at) => keys.findIndex((other) => other.equals(key)) === at)
  if (different.length > MAX_PUBLIC_KEYS)
    throw new Error('lists more than two keys; a rotation needs two at most')
  const own = ownPublicKey(sources)
  if (own && different.some((key) => key.equals(own)))
    throw new Error(`is your own public key: ${PLATFORM_KEY_BELONGS}`)
  return different.map(assertRsa)
}

const PLATFORM_KEY_BELONGS = "the platform's public key belongs here, which PayKKa's back office shows"

function publicKeyOf(found: Recognized): KeyObject {
  if (found.kind === 'public') return found.key
  if (found.kind === 'private') throw new Error(`is a private key: ${PLATFORM_KEY_BELONGS}`)
  throw new Error(NO_KEY[found.kind] ?? 'is not a public key')
}

/** A bad private key is reported under its own name. */
function ownPublicKey(sources: KeySources): KeyObject | undefined {
  try {
    return createPublicKey(readPrivateKey(sources))
  } catch {
    return undefined
  }
}

function recognizeAll(content: string | Buffer): Recognized[] {
  const blocks = keyBlocks(content)
  if (blocks.length > 0) return blocks.map(recognize)
  const text = content.toString()
  if (/^\s*(ssh|ecdsa)-/.test(text))
    throw new Error(
      'is a public key in the form of OpenSSH: ssh-keygen -e -m PKCS8 -f <file> writes it as PEM',
    )
  if (/^[\w./~-]{1,255}$/.test(text.trim()) && /[./]/.test(text))
    throw new Error('looks like the name of a file: put it into the variable that ends in _FILE')
  return [{ kind: 'unknown' }]
}

function assertRsa(key: KeyObject): KeyObject {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type !== 'rsa')
    throw new Error(`is a key of the kind ${details?.namedCurve ?? type}: PayKKa takes RSA keys only`)
  const bits = details?.modulusLength ?? 0
  if (bits < MIN_BITS) throw new Error(`is an RSA key of ${bits} bits: ${MIN_BITS} or more are needed`)
  return key
}
