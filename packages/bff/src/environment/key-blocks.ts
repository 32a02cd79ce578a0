/** Finds keys and certificates in the text of a file or a variable, and repairs harmless mistakes. */

/** One key or certificate; `label` is PEM's, undefined without PEM. */
export type KeyBlock = { label: string | undefined; der: Buffer; encrypted: boolean }

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs
/** Not keys, but often in the same file. */
const COMPANIONS = new Set(['EC PARAMETERS', 'DH PARAMETERS'])
const BASE64 = /^[A-Za-z0-9+/_=\s-]+$/

/**
 * Accepts CRLF, `\n` in letters, quotes, indentation (YAML), PEM on one line, PEM in Base64, bare Base64 and DER.
 * @returns every block, in order; none when there is nothing like a key
 */
export function keyBlocks(content: string | Uint8Array): KeyBlock[] {
  if (typeof content !== 'string' && isDer(content)) return [bare(Buffer.from(content))]
  const text = plain(typeof content === 'string' ? content : Buffer.from(content).toString('utf8'))
  const blocks = Array.from(text.matchAll(PEM), ([, label = '', body = '']) => pemBlock(label, body))
  const others = text.replaceAll(PEM, ',').split(',').flatMap(bareBlocks)
  return [...blocks.filter(({ label = '' }) => !COMPANIONS.has(label)), ...others]
}

/** One complete ASN.1 sequence (X.690, 8.1.3): a key that was cut off is no key. */
function isDer(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes
  const more = length > 0x80 ? length - 0x80 : 0
  if (tag !== 0x30 || more > 4 || bytes.length < 2 + more) return false
  const content = more === 0 ? length : Buffer.from(bytes).readUIntBE(2, more)
  return bytes.length === 2 + more + content
}

function bare(der: Buffer): KeyBlock {
  return { label: undefined, der, encrypted: false }
}

function plain(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replaceAll(/\\+r/g, '')
    .replaceAll(/\\+n/g, '\n')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/["'`]/g, '')
    .trim()
}

/** Headers such as `Proc-Type: 4,ENCRYPTED` come before the first empty line. */
function pemBlock(label: string, body: string): KeyBlock {
  const encrypted = label.startsWith('ENCRYPTED') || /Proc-Type:\s*4,\s*ENCRYPTED/.test(body)
  const lines = body.split('\n').filter((line) => !line.includes(':'))
  return { label, der: Buffer.from(lines.join('').replaceAll(/\s/g, ''), 'base64'), encrypted }
}

function bareBlocks(text: string): KeyBlock[] {
  if (!BASE64.test(text)) return []
  const bytes = Buffer.from(text.replaceAll(/\s/g, ''), 'base64')
  if (isDer(bytes)) return [bare(bytes)]
  const inner = bytes.toString('utf8')
  return inner.includes('-----BEGIN') ? keyBlocks(inner) : []
}
