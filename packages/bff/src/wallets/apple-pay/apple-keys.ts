/** The payment processing certificates with their keys, and the roots that tokens must lead to. */
import { createHash, X509Certificate } from 'node:crypto'
import { Certificate } from 'pkijs'
import type { Environment } from '../../config/config-schema.ts'
import { fromVariableOrFile } from '../../config/keys.ts'
import { publicDer, readBlocks, readP256Key } from '../pem.ts'
import { APPLE_ROOT_CA_G3 } from './apple-root.ts'
import type { AppleProcessingKey } from './decrypt-apple-token.ts'

/** Apple’s extension that holds the SHA-256 of the merchant identifier, as hex. */
const MERCHANT_IDENTIFIER = '1.2.840.113635.100.6.32'

/** A key with the certificate it came with, which has an end. */
export type CertifiedKey = AppleProcessingKey & { certificate: X509Certificate }

/** @throws Error that names what is wrong */
export function readAppleKeys(values: Environment): CertifiedKey[] {
  const keys = readBlocks(readText(values, 'APPLE_PAY_PROCESSING_KEY')).map(readP256Key)
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

/** @throws Error that names what is wrong */
export function readCertificates(values: Environment): X509Certificate[] {
  return readBlocks(readText(values, 'APPLE_PAY_PROCESSING_CERTIFICATE')).map(({ der }) => {
    try {
      return new X509Certificate(der)
    } catch {
      throw new Error('APPLE_PAY_PROCESSING_CERTIFICATE is not a certificate in PEM')
    }
  })
}

/** @throws Error that names what is wrong */
export function readAppleRoots(values: Environment): X509Certificate[] {
  const file = values.APPLE_PAY_ROOT_CERTIFICATE_FILE
  if (file === undefined) return [APPLE_ROOT_CA_G3]
  const text = fromVariableOrFile(undefined, file, 'APPLE_PAY_ROOT_CERTIFICATE')
  return readBlocks(text).map(({ der }) => new X509Certificate(der))
}

function readText(
  values: Environment,
  name: 'APPLE_PAY_PROCESSING_KEY' | 'APPLE_PAY_PROCESSING_CERTIFICATE',
): string {
  return fromVariableOrFile(values[name], values[`${name}_FILE`], name)
}

function merchantIdentifierHash(certificate: X509Certificate): Buffer {
  const { extensions } = Certificate.fromBER(certificate.raw)
  const value = extensions?.find(({ extnID }) => extnID === MERCHANT_IDENTIFIER)?.extnValue.getValue()
  const hex = value && /[0-9A-Fa-f]{64}$/.exec(Buffer.from(value).toString('latin1'))?.[0]
  if (hex === undefined)
    throw new Error(
      'APPLE_PAY_PROCESSING_CERTIFICATE is no Apple Pay payment processing certificate (the merchant identity certificate is another one)',
    )
  return Buffer.from(hex, 'hex')
}
