/** The way out of this machine: the BFF and doctor take the same, straight one. */
import type { Check, Seen } from '../environment/finding.ts'
import { ok, warning } from '../environment/finding.ts'

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']

export function egressChecks(env: Record<string, string | undefined>): Check[] {
  return [{ name: 'egress', look: () => proxies(env) }]
}

function proxies(env: Record<string, string | undefined>): Seen {
  const named = PROXIES.filter((name) => env[name]?.trim())
  if (named.length === 0) return ok('straight, and no proxy is named in the environment')
  return warning(
    `straight: the BFF does not use the proxy of ${named.join(', ')}, with or without NODE_USE_ENV_PROXY`,
    'Let this machine open https connections to PayKKa and to your shop itself.',
  )
}
