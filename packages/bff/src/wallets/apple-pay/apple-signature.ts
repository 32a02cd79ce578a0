/**
 * Verifies that Apple made a token: CMS signature of Apple's leaf certificate, certificate chain and signing time (RFC
 * 5652).
 */
import { X509Certificate } from 'node:crypto'
import { UTCTime } from 'asn1js'
import type { SignerInfo } from 'pkijs'
import { Certificate, ContentInfo, SignedData } from 'pkijs'
import { WalletTokenError } from '../token-error.ts'
import type { ApplePaymentData } from './apple-token.ts'

/** Apple's extension OIDs of the certificates that may sign payment tokens, and of their issuer. */
const LEAF_MARK = '1.2.840.113635.100.6.29'
const INTERMEDIATE_MARK = '1.2.840.113635.100.6.2.14'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const SIGNING_TIME = '1.2.840.113549.1.9.5'
const SHA_256 = '2.16.840.1.101.3.4.2.1'

/** Apple: a token signed more than a few minutes ago may be a replay. */
const MAX_AGE_MS = 5 * 60_000
const MAX_AHEAD_MS = 60_000

/**
 * @param now Unix milliseconds
 * @throws WalletTokenError bad_signature | bad_certificate | stale
 */
export async function verifyAppleSignature(
  token: ApplePaymentData,
  roots: X509Certificate[],
  now: number,
): Promise<void> {
  const signed = parse(token.signature)
  const { leaf, intermediate } = findChain(signed)
  const signer = onlySigner(signed)
  const signedAt = signingTime(signer)
  if (now - signedAt > MAX_AGE_MS || signedAt - now > MAX_AHEAD_MS) throw new WalletTokenError('stale')
  checkChain(leaf, intermediate, roots, signedAt)
  await checkSignature(signed, leaf, token)
}

function parse(signature: Buffer): SignedData {
  try {
    const info = ContentInfo.fromBER(signature)
    if (info.contentType !== SIGNED_DATA) throw new WalletTokenError('bad_signature')
    return new SignedData({ schema: info.content })
  } catch {
    throw new WalletTokenError('bad_signature')
  }
}

/** The extension OIDs identify the certificates; other certificates in the message are ignored. */
function findChain(signed: SignedData): { leaf: Certificate; intermediate: Certificate } {
  const certificates = (signed.certificates ?? []).filter((item) => item instanceof Certificate)
  const marked = (mark: string) =>
    certificates.filter((item) => item.extensions?.some(({ extnID }) => extnID === mark))
  const [leaf, ...leaves] = marked(LEAF_MARK)
  const [intermediate, ...others] = marked(INTERMEDIATE_MARK)
  if (!leaf || !intermediate || leaves.length > 0 || others.length > 0)
    throw new WalletTokenError('bad_certificate')
  return { leaf, intermediate }
}

function onlySigner(signed: SignedData): SignerInfo {
  const [signer, ...others] = signed.signerInfos
  if (!signer || others.length > 0 || signer.digestAlgorithm.algorithmId !== SHA_256)
    throw new WalletTokenError('bad_signature')
  return signer
}

function signingTime(signer: SignerInfo): number {
  const values = signer.signedAttrs?.attributes.find(({ type }) => type === SIGNING_TIME)?.values ?? []
  const [time] = values as unknown[]
  if (!(time instanceof UTCTime)) throw new WalletTokenError('bad_signature')
  return time.toDate().getTime()
}

function checkChain(
  leaf: Certificate,
  intermediate: Certificate,
  roots: X509Certificate[],
  at: number,
): void {
  const [lower, upper] = [toX509(leaf), toX509(intermediate)]
  const root = roots.find((candidate) => upper.checkIssued(candidate) && upper.verify(candidate.publicKey))
  const sound =
    root !== undefined &&
    upper.ca &&
    lower.checkIssued(upper) &&
    lower.verify(upper.publicKey) &&
    [lower, upper, root].every((certificate) => isValidAt(certificate, at))
  if (!sound) throw new WalletTokenError('bad_certificate')
}

function toX509(certificate: Certificate): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(certificate.toSchema().toBER()))
  } catch {
    throw new WalletTokenError('bad_certificate')
  }
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, at: number): boolean {
  return validFromDate.getTime() <= at && at <= validToDate.getTime()
}

/** Removes the message's other certificates, so that only the checked leaf can be the signer. */
async function checkSignature(signed: SignedData, leaf: Certificate, token: ApplePaymentData): Promise<void> {
  signed.certificates = [leaf]
  const { ephemeralPublicKey, data, transactionId, applicationData } = token
  const content = Buffer.concat([ephemeralPublicKey, data, transactionId, applicationData])
  const genuine = await signed.verify({ signer: 0, data: new Uint8Array(content).buffer }).catch(() => false)
  if (!genuine) throw new WalletTokenError('bad_signature')
}
