/** A merchant's own wallet keys for tests: Apple's processing certificate with its key, and a key for Google. */
import { createHash } from 'node:crypto'
import { issue, toPem } from '@paykka-checkout/emulator/wallets'
import { Utf8String } from 'asn1js'
import type { Certificate } from 'pkijs'
import { Extension } from 'pkijs'
import { ecPair, pem } from './keys.ts'

export const APPLE_MERCHANT = 'merchant.example.shop'

/** @returns PEM texts; the certificate carries the hash of the merchant identifier as Apple's do */
export async function appleProcessingPair(): Promise<{
  certificate: string
  key: string
  publicKey: string
}> {
  const value = createHash('sha256').update(APPLE_MERCHANT).digest('hex').toUpperCase()
  const extnValue = new Utf8String({ value }).toBER()
  const mark = new Extension({ extnID: '1.2.840.113635.100.6.32', critical: false, extnValue })
  const { certificate, privateKey } = await issue(`Apple Pay Payment Processing:${APPLE_MERCHANT}`, 7, [mark])
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64')
  return {
    certificate: toPem(certificate),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    publicKey: publicKeyOf(certificate),
  }
}

function publicKeyOf(certificate: Certificate): string {
  return Buffer.from(certificate.subjectPublicKeyInfo.toSchema().toBER()).toString('base64')
}

/** @returns the P-256 key of that merchant as PEM */
export function googleKey(merchant = 'ours'): string {
  return pem(ecPair(`google ${merchant}`).privateKey)
}
