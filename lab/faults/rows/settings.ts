/** Instances that are set up differently, and settings that were changed by mistake. */
import { generateKeyPairSync } from 'node:crypto'
import getPort from 'get-port'
import type { Bff } from '../bff.ts'
import { awaitLight } from '../bff.ts'
import type { Fault } from '../fault.ts'
import type { Lab } from '../lab.ts'
import { restart } from './paykka.ts'

const deferred: { second?: Bff } = {}
const endSecond = async () => deferred.second?.kill()

/** A second instance beside the first, which takes another value. */
const differs = (variable: string, value: string, short?: 'short'): Fault => ({
  id: `other-${variable.toLowerCase().replaceAll('_', '-')}`,
  kind: 'settings',
  title: `two instances with another ${variable} each`,
  ...(short ? { short: true } : {}),
  world: { database: 'postgres' },
  strike: async (lab) => {
    deferred.second = await lab.another({ env: { [variable]: value } })
  },
  says: new RegExp(
    `another process on this database has another [\\w, ]*${variable}[\\w, ]*: use the same settings`,
  ),
  light: 'green',
  lift: endSecond,
  recovery: 'restart the one that is wrong',
})

const atStart = (
  id: string,
  title: string,
  env: Record<string, string>,
  more: Pick<Fault, 'says' | 'light'>,
): Fault => ({
  id,
  kind: 'settings',
  title,
  strike: async (lab) => {
    await lab.bff().kill()
    lab.launch({ env })
    await lab.bff().look()
  },
  lift: restart,
  recovery: 'put the former value back, restart',
  ...more,
})

const foreignKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })

export const SETTING_FAULTS: Fault[] = [
  differs('TRUST_PROXY', '10.0.0.0/8', 'short'),
  differs('BFF_SECRET_KEYS', 'sk_test_another_0123456789abcdefghijkl'),
  differs('PAYKKA_RESPONSE_SIGNATURE', 'log'),
  atStart(
    'other-master-key',
    'a restart with another BFF_MASTER_KEY',
    { BFF_MASTER_KEY: 'another-master-key-0123456789-abcdef' },
    {
      says: /was written under another BFF_MASTER_KEY; lost without it: .*Put the former BFF_MASTER_KEY back/,
      light: 'green',
    },
  ),
  atStart(
    'other-private-key',
    'a restart with a private key that PayKKa does not know',
    { PAYKKA_PRIVATE_KEY: foreignKey().privateKey },
    {
      says: /PayKKa gives no answer: it refuses what this BFF sends\. Check PAYKKA_APP_ID/,
      light: 'degraded',
    },
  ),
  atStart(
    'other-platform-key',
    "a restart with a wrong public key of PayKKa's",
    { PAYKKA_PLATFORM_PUBLIC_KEY: foreignKey().publicKey },
    {
      says: /PayKKa gives no answer: answers are not signed by the configured key\. Check PAYKKA_PLATFORM_PUBLIC_KEY/,
      light: 'degraded',
    },
  ),
  {
    id: 'other-account',
    kind: 'settings',
    title: 'a second instance on the database belongs to another PayKKa account',
    world: { database: 'postgres' },
    strike: async (lab) => {
      deferred.second = lab.launch({ port: await getPort(), env: { PAYKKA_MERCHANT_ID: '18356675194961' } })
      await untilRed(deferred.second)
    },
    says: /another process on this database has another PayKKa account, host or key\. Correct the settings of this process/,
    light: 'green',
    lift: endSecond,
    recovery: 'end the second, which is not ready; the first goes on',
  },
  {
    id: 'egress-proxy',
    kind: 'settings',
    title: 'the environment names an egress proxy that is dead',
    strike: async (lab: Lab) => {
      const proxies = {
        HTTP_PROXY: 'http://127.0.0.1:9',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        NODE_USE_ENV_PROXY: '1',
      }
      await lab.bff().kill()
      await lab.start({ env: proxies })
      await lab.command(['doctor'], proxies)
    },
    says: /HTTPS_PROXY/,
    light: 'green',
    recovery: 'nothing to do: no proxy is used',
  },
]

/** @throws Error when it is ready, which it must not be */
async function untilRed(bff: Bff): Promise<void> {
  const { light } = await awaitLight(bff, ['red'], 20_000)
  if (light !== 'red') throw new Error(`the second instance is ${light}`)
}
