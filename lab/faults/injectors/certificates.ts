/** Certificates for `localhost`: one that is valid, one that has expired, one for another name. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export type Certificate = { key: string; cert: string }
export type Certificates = {
  valid: Certificate
  expired: Certificate
  otherName: Certificate
  untrusted: Certificate
  /** The file of all that are trusted. */
  authority: string
}

const DAY_MS = 86_400_000

export async function makeCertificates(dir: string): Promise<Certificates> {
  const valid = await make('localhost', 0)
  const expired = await make('localhost', -30)
  const otherName = await make('elsewhere.example', 0)
  const untrusted = await make('localhost', 0)
  const authority = join(dir, 'trusted.pem')
  writeFileSync(authority, [valid, expired, otherName].map(({ cert }) => cert).join('\n'))
  return { valid, expired, otherName, untrusted, authority }
}

async function make(name: string, days: number): Promise<Certificate> {
  const from = Date.now() + (days - 1) * DAY_MS
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + 10 * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  })
  return { key, cert }
}
