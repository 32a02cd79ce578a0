/** The payment processing certificates with their keys, and the root certificates of tokens. */
import { createHash, X509Certificate } from 'node:crypto'
import { Certificate } from 'pkijs'
import type { KeySource } from '../../environment/key-source.ts'
import { keyFile, keySource } from '../../environment/key-source.ts'
import { publicDer, readBlocks, readP256Key } from '../pem.ts'
import { APPLE_ROOT_CA_G3 } from './apple-root.ts'
import type { AppleProcessingKey } from './decrypt-apple-token.ts'

/** Apple's extension with the SHA-256 of the merchant identifier, as hex. */
const MERCHANT_IDENTIFIER = '1.2.840.113635.100.6.32'

/** A key with its certificate, which expires. */
export type CertifiedKey = AppleProcessingKey & { certificate: X509Certificate }

type AppleSources = KeySource<'APPLE_PAY_PROCESSING_KEY' | 'APPLE_PAY_PROCESSING_CERTIFICATE'>

/** @throws Error that names the mistake */
export function readAppleKeys(values: AppleSources): CertifiedKey[] {
  const keys = readBlocks(keySource(values, 'APPLE_PAY_PROCESSING_KEY')).map(readP256Key)
  const certificates = readCertificates(values)
  if (keys.length !== certificates.length)
    throw new Error('needs one key per certificate of APPLE_PAY_PROCESSING_CERTIFICATE')
  return keys.map((privateKey, index) => {
    const certificate = certificates[index]
    if (!certificate?.checkPrivateKey(privateKey))
      throw new Error('is not the key of APPLE_PAY_PROCESSING_CERTIFICATE')
    const publicKeyHash = createHash('sha256').update(publicDer(privateKey)).digest('base64')
    return {
      certificate,
      privateKey,
      publicKeyHash,
      merchantIdentifierHash: merchantIdentifierHash(certificate),
    }
  })
}

function readCertificates(values: AppleSources): X509Certificate[] {
  return readBlocks(keySource(values, 'APPLE_PAY_PROCESSING_CERTIFICATE')).map(({ der }) => {
    try {
      return new X509Certificate(der)
    } catch {
      throw new Error('APPLE_PAY_PROCESSING_CERTIFICATE is not a certificate in PEM')
    }
  })
}

/** @throws Error that names the mistake */
export function readAppleRoots(file: string | undefined): X509Certificate[] {
  if (file === undefined) return [APPLE_ROOT_CA_G3]
  const blocks = readBlocks(keyFile(file, 'APPLE_PAY_ROOT_CERTIFICATE'))
  return blocks.map(({ der }) => new X509Certificate(der))
}

function merchantIdentifierHash(certificate: X509Certificate): string {
  const { extensions } = Certificate.fromBER(certificate.raw)
  const value = extensions?.find(({ extnID }) => extnID === MERCHANT_IDENTIFIER)?.extnValue.getValue()
  const hex = value && /[0-9A-Fa-f]{64}$/.exec(Buffer.from(value).toString('latin1'))?.[0]
  if (hex === undefined)
    throw new Error(
      'APPLE_PAY_PROCESSING_CERTIFICATE is no Apple Pay payment processing certificate (the merchant identity certificate is another one)',
    )
  return hex
}
