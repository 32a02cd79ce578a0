/** PayKKa cannot be reached, or cannot be believed, for longer than one payment. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import * as answers from '../injectors/answers.ts'
import type { Certificates } from '../injectors/certificates.ts'
import type { Lab } from '../lab.ts'

const gone = (cause: string) => new RegExp(`^PayKKa gives no answer: ${cause}\\. \\w+`)
const UNSIGNED = gone('answers are not signed by the configured key')

const AWAY = {
  kind: 'PayKKa',
  light: 'degraded',
  recovery: 'by itself',
  lift: (lab) => lab.proxy.clear(),
} as const satisfies Partial<Fault>

const certificate = (
  id: string,
  title: string,
  which: keyof Omit<Certificates, 'authority'>,
  cause: string,
): Fault => ({
  ...AWAY,
  id,
  title,
  world: { tls: true },
  strike: async (lab) => {
    lab.proxy.certify(lab.certificates()[which])
    await lab.buy()
  },
  says: gone(cause),
  lift: async (lab) => lab.proxy.certify(lab.certificates().valid),
})

const signedStatus = (status: number, when: 'before' | 'after') => async (lab: Lab) => {
  const fault = { type: 'status', status, when, body: { ret_code: '', ret_msg: '' } } as const
  await lab.emulator.faults({ fault, times: 0 })
  await lab.buy()
}

/** What a live host asks for besides; an unknown name counts as one. */
export const LIVE = {
  PAYKKA_API_URL: 'https://openapi.paykka.com',
  PCI_DSS_ATTESTED: 'true',
  BFF_PUBLIC_URL: 'https://pay.shop.example',
}

export const PAYKKA_FAULTS: Fault[] = [
  {
    ...AWAY,
    id: 'firewall',
    title: 'a firewall answers everything with its page, after PayKKa has acted',
    strike: async (lab) => {
      lab.proxy.all(answers.page(403))
      await lab.buy()
    },
    says: gone('errors arrive without its valid signature'),
  },
  {
    ...AWAY,
    id: 'refused',
    title: 'no connection to PayKKa',
    short: true,
    strike: async (lab) => {
      await lab.proxy.refuse()
      await lab.buy()
    },
    says: gone('no connection can be opened'),
  },
  {
    ...AWAY,
    id: 'all-silent',
    title: 'PayKKa acts, and says nothing to anything',
    strike: async (lab) => {
      lab.proxy.all(answers.silence)
      await lab.buy()
    },
    says: gone('requests get no answer'),
  },
  {
    ...AWAY,
    id: 'signed-503',
    title: 'PayKKa acts, and itself answers 503 to everything',
    strike: signedStatus(503, 'after'),
    says: gone('it answers with errors'),
    lift: (lab) => lab.emulator.well(),
  },
  {
    ...AWAY,
    id: 'signed-429',
    title: 'PayKKa itself takes no more requests (429)',
    strike: signedStatus(429, 'before'),
    says: gone('it takes no more requests \\(429\\)'),
    lift: (lab) => lab.emulator.well(),
  },
  certificate(
    'expired-certificate',
    "PayKKa's certificate expires",
    'expired',
    'its certificate has expired',
  ),
  certificate(
    'other-name',
    "a certificate of another name in PayKKa's place",
    'otherName',
    'its certificate is not trusted',
  ),
  certificate(
    'untrusted-certificate',
    'something in between opens the connection, with a certificate that nobody trusts',
    'untrusted',
    'its certificate is not trusted',
  ),
  {
    ...AWAY,
    id: 'platform-key-replaced',
    title: 'PayKKa signs with another key, unannounced',
    world: { cold: true },
    strike: async (lab) => {
      const file = join(lab.dir, 'platform.pem')
      writeFileSync(file, await lab.emulator.publicKey())
      await lab.start({ env: { PAYKKA_PLATFORM_PUBLIC_KEY: '', PAYKKA_PLATFORM_PUBLIC_KEY_FILE: file } })
      await lab.emulator.faults({ fault: { type: 'rotate-key' } })
      await lab.buy()
    },
    says: UNSIGNED,
    lift: async (lab) => {
      writeFileSync(join(lab.dir, 'platform.pem'), await lab.emulator.publicKey())
      lab.bff().signal('SIGHUP')
    },
    recovery: 'the new key in the file, and SIGHUP',
  },
  {
    ...AWAY,
    id: 'no-address',
    title: "PayKKa's name has no address (DNS)",
    world: { cold: true },
    strike: async (lab) => {
      await lab.command(['migrate', '--new'])
      lab.launch({ env: { ...LIVE, PAYKKA_API_URL: 'https://openapi.paykka.invalid' } })
    },
    says: gone('(its name has no address|no connection can be opened)'),
    lift: (lab) => restart(lab),
    recovery: 'restart with the right PAYKKA_API_URL, or working DNS',
  },
  {
    ...AWAY,
    id: 'paykka-clock',
    title:
      "PayKKa's own clock is ten minutes off: it refuses what is signed now, and its answers are dated wrong",
    strike: (lab) =>
      lab.emulator.faults({ fault: { type: 'clock-skew', ms: 600_000 } }).then(() => lab.buy()),
    says: gone('errors arrive without its valid signature'),
    lift: (lab) => lab.emulator.well(),
  },
]

export async function restart(lab: Lab): Promise<void> {
  await lab.bff().kill()
  await lab.start()
}
