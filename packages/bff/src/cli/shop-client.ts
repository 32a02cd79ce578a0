/** The API client of operator commands, so that all rules of the API apply to them. */
import { userInfo } from 'node:os'
import type { ShopClient } from '@paykka-checkout/client'
import { createClient } from '@paykka-checkout/client'
import { splitKey } from '../config/secret-keys.ts'

/**
 * @param env `BFF_PUBLIC_URL` and `BFF_SECRET_KEYS`, of which the first is used
 * @throws Error that names the missing variable
 */
export function operatorClient(env: Record<string, string | undefined>): ShopClient {
  const url = env.BFF_PUBLIC_URL
  const secretKey = splitKey(env.BFF_SECRET_KEYS?.split(',')[0] ?? '').secret
  if (!url) throw new Error('BFF_PUBLIC_URL is missing: the address of the BFF')
  if (!secretKey) throw new Error("BFF_SECRET_KEYS is missing: the key of the shop's server")
  return createClient({ url, secretKey, timeoutMs: 60_000, operator: `cli:${userName()}` })
}

/** @returns this machine's user name, limited to the characters of an operator's id */
function userName(): string {
  return userInfo()
    .username.replaceAll(/[^A-Za-z0-9._@+-]/g, '_')
    .slice(0, 60)
}
