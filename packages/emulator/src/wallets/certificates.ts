/** Certificates that look like Apple's: a root, an intermediate and the leaf that signs tokens, with Apple's own marks. */

import type { webcrypto } from 'node:crypto'
import { Integer, Null, PrintableString } from 'asn1js'
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from 'pkijs'

/** A key pair for certificates and signatures. */
export const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Marks by which Apple's intermediate and leaf are known. */
export const INTERMEDIATE_MARK = '1.2.840.113635.100.6.2.14'
export const LEAF_MARK = '1.2.840.113635.100.6.29'
const COMMON_NAME = '2.5.4.3'
const BASIC_CONSTRAINTS = '2.5.29.19'

/** A certificate with the key that belongs to it. */
export interface Issued {
  certificate: Certificate
  privateKey: webcrypto.CryptoKey
}

/** Root, intermediate and leaf, each signed by the one before. */
export interface Chain {
  root: Issued
  intermediate: Issued
  leaf: Issued
}

/** Makes a new chain; nothing signed by an older one is accepted afterwards. */
export async function createChain(): Promise<Chain> {
  const root = await issue('PayKKa emulator Root CA - G3', 1, [authority()])
  const intermediate = await issue(
    'PayKKa emulator Integration CA - G3',
    2,
    [authority(), mark(INTERMEDIATE_MARK)],
    root,
  )
  const leaf = await issue('PayKKa emulator token signing', 3, [mark(LEAF_MARK)], intermediate)
  return { root, intermediate, leaf }
}

/** The certificate as PEM. */
export function toPem(certificate: Certificate): string {
  const base64 = Buffer.from(certificate.toSchema().toBER()).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`
}

/** Issues one certificate; without an issuer it signs itself. */
export async function issue(
  name: string,
  serial: number,
  extensions: Extension[],
  issuer?: Issued,
): Promise<Issued> {
  const keys = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ value: serial }),
    extensions,
  })
  certificate.subject.typesAndValues.push(commonName(name))
  certificate.issuer = issuer?.certificate.subject ?? certificate.subject
  // Test clocks run in any year.
  certificate.notBefore.value = new Date('2014-01-01T00:00:00Z')
  certificate.notAfter.value = new Date('2049-01-01T00:00:00Z')
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(issuer?.privateKey ?? keys.privateKey, 'SHA-256')
  return { certificate, privateKey: keys.privateKey }
}

function commonName(value: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({ type: COMMON_NAME, value: new PrintableString({ value }) })
}

/** Makes a certificate one that may issue others. */
export function authority(): Extension {
  const constraints = new BasicConstraints({ cA: true })
  return new Extension({
    extnID: BASIC_CONSTRAINTS,
    critical: true,
    extnValue: constraints.toSchema().toBER(),
    parsedValue: constraints,
  })
}

/** One of Apple's marks. */
export function mark(extnID: string): Extension {
  return new Extension({ extnID, critical: false, extnValue: new Null().toBER() })
}
