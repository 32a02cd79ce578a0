/**
 * Reads and decrypts the only JWE form used for cards: compact, ECDH-ES on P-256 with A256GCM (RFC 7516; RFC 7518 §4.6,
 * §5.3). Why no library: `docs/decisions/0013-decrypting-sealed-cards.md`.
 */
import type { ECDH } from 'node:crypto'
import { createHash, createSecretKey } from 'node:crypto'
import { isRecord } from '../domain/records.ts'
import { openGcm, TAG_BYTES } from './gcm.ts'

/** The parts of a sealed card, still encrypted. */
type Seal = {
  /** Id of the key it was encrypted for. */
  kid: string
  /** The sender's public point, uncompressed. */
  point: Buffer
  apu: Buffer
  apv: Buffer
  /** The header text as sent: the tag covers it. */
  header: string
  iv: Buffer
  ciphertext: Buffer
  tag: Buffer
}

const [COORDINATE_BYTES, IV_BYTES, LONGEST_KID] = [32, 12, 64]
const UNCOMPRESSED = Buffer.of(4)
const CONTENT = { enc: 'A256GCM', bits: 256 }

/**
 * @param sealed compact serialization
 * @returns null for any other form
 * @throws SyntaxError when the header is not JSON
 */
export function readSeal(sealed: string): Seal | null {
  const [header = '', encryptedKey, iv, ciphertext, tag, ...more] = sealed.split('.')
  if (encryptedKey !== '' || more.length > 0) return null
  const fields: unknown = JSON.parse(bytesOf(header).toString())
  if (!isHeader(fields)) return null
  const [x, y] = [bytesOf(fields.epk.x), bytesOf(fields.epk.y)]
  const seal = {
    kid: fields.kid,
    point: Buffer.concat([UNCOMPRESSED, x, y]),
    apu: bytesOf(fields.apu),
    apv: bytesOf(fields.apv),
    header,
    iv: bytesOf(iv),
    ciphertext: bytesOf(ciphertext),
    tag: bytesOf(tag),
  }
  const isWhole = x.length === COORDINATE_BYTES && y.length === COORDINATE_BYTES
  return isWhole && seal.iv.length === IV_BYTES && seal.tag.length === TAG_BYTES ? seal : null
}

/**
 * @param privateKey on P-256
 * @returns the decrypted bytes, for the caller to wipe
 * @throws Error when the point is not on the curve, or the sealed card was changed
 */
export function decryptSeal(seal: Seal, privateKey: ECDH): Buffer {
  const secret = privateKey.computeSecret(seal.point)
  const key = deriveContentKey(secret, { ...CONTENT, apu: seal.apu, apv: seal.apv })
  try {
    return openGcm(createSecretKey(key), { ...seal, authenticated: Buffer.from(seal.header) })
  } finally {
    secret.fill(0)
    key.fill(0)
  }
}

/** The inputs of a content key besides the shared secret. */
type KeyContext = { enc: string; bits: number; apu: Buffer; apv: Buffer }

/** One round of the Concat KDF (NIST SP 800-56A), which yields up to 256 bits, with the inputs of RFC 7518 §4.6.2. */
export function deriveContentKey(secret: Buffer, { enc, bits, apu, apv }: KeyContext): Buffer {
  const hash = createHash('sha256').update(uint32(1)).update(secret)
  for (const part of [Buffer.from(enc), apu, apv]) hash.update(uint32(part.length)).update(part)
  return hash
    .update(uint32(bits))
    .digest()
    .subarray(0, bits / 8)
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const bytesOf = (base64url = ''): Buffer => Buffer.from(base64url, 'base64url')

type Header = { kid: string; epk: { x: string; y: string }; apu?: string; apv?: string }

/** Refuses compression, which could exhaust memory, and critical extensions, of which none is known. */
function isHeader(fields: unknown): fields is Header {
  if (!isRecord(fields) || !isRecord(fields.epk)) return false
  const { alg, enc, kid, epk, apu, apv, crit, zip } = fields
  const isOurs = alg === 'ECDH-ES' && enc === CONTENT.enc && crit === undefined && zip === undefined
  const isCurve = epk.kty === 'EC' && epk.crv === 'P-256' && isText(epk.x) && isText(epk.y)
  const isNamed = isText(kid) && kid.length <= LONGEST_KID
  return isOurs && isCurve && isNamed && [apu, apv].every((value) => value === undefined || isText(value))
}

const isText = (value: unknown): value is string => typeof value === 'string'
