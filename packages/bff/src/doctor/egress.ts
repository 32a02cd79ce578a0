/** Proxies of the environment: the BFF and doctor use none. */
import type { Check, Result } from '../environment/finding.ts'
import { ok, warning } from '../environment/finding.ts'

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']

export function egressChecks(env: Record<string, string | undefined>): Check[] {
  return [{ name: 'egress', run: () => proxies(env) }]
}

function proxies(env: Record<string, string | undefined>): Result {
  const named = PROXIES.filter((name) => env[name]?.trim())
  if (named.length === 0) return ok('direct; the environment names no proxy')
  return warning(
    `direct: the BFF does not use the proxy of ${named.join(', ')}, with or without NODE_USE_ENV_PROXY`,
    'Allow direct https connections from this machine to PayKKa and to your shop.',
  )
}
