/** Validates a PostgreSQL address before connecting, and explains mistakes. */
import { readFileSync } from 'node:fs'

const MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']
/** Values that `pg` treats as `verify-full`, with a warning. */
const FULL = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/

/**
 * @param url `postgres://…`
 * @throws Error that names the mistake, never the password
 */
export function checkPostgresAddress(url: string): void {
  const parsed = URL.parse(url)
  // An unescaped reserved character in a password ends the host name early, so the rest ends up in path or query.
  if (!parsed || parsed.hash || /@/.test(parsed.pathname + parsed.search) || !isEncoded(parsed))
    throw new Error(ENCODE)
  const mode = parsed.searchParams.get('sslmode')
  if (mode !== null && !MODES.includes(mode)) throw new Error(`sslmode must be one of: ${MODES.join(', ')}`)
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) checkReadable(name, parsed.searchParams.get(name))
}

const ENCODE =
  'cannot be read as postgres://user:password@host:5432/database. In user and password write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A and % as %25'

function isEncoded({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}

function checkReadable(name: string, file: string | null): void {
  if (file === null) return
  try {
    readFileSync(file)
  } catch (error) {
    throw new Error(`${name}: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** @returns the address with its effective `sslmode`: every mode that checks the certificate also checks the name */
export function withFullCheck(url: string): string {
  return url.replace(FULL, '$1verify-full')
}
