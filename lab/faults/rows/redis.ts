/** Redis counts limits for several instances, and no payment may depend on it. */
import type { Fault } from '../fault.ts'
import type { Lab } from '../lab.ts'

const unused = (why: string) => new RegExp(`^Redis is not used: ${why}`)

const redis = (
  id: string,
  title: string,
  says: RegExp,
  strike: (lab: Lab) => Promise<unknown>,
  lift: (lab: Lab) => Promise<unknown>,
  more: Partial<Fault> = {},
): Fault => ({
  id: `redis-${id}`,
  kind: 'Redis',
  title: `Redis ${title}`,
  world: { redis: true, env: { RATE_LIMIT_EXEMPT: '', RATE_LIMITS: 'ip=1000/600,ip-day=1000/86400' } },
  strike: async (lab) => {
    await strike(lab)
    await lab.buy()
  },
  says,
  light: 'green',
  lift,
  recovery: 'by itself once Redis is well',
  ...more,
})

const command = (text: string) => (lab: Lab) => lab.redis().send(text)

export const REDIS_FAULTS: Fault[] = [
  redis(
    'hangs',
    'hangs',
    unused('it does not answer in time\\. Look'),
    async (lab) => lab.redis().signal('SIGSTOP'),
    async (lab) => lab.redis().signal('SIGCONT'),
    { short: true },
  ),
  redis(
    'gone',
    'ends',
    unused('it cannot be reached\\. Check'),
    async (lab) => lab.redis().signal('SIGKILL'),
    async () => {},
    {
      recovery: 'nothing needs to be done for payments',
    },
  ),
  redis(
    'read-only',
    'becomes a read-only replica',
    unused('it only takes reads\\. Point'),
    command('REPLICAOF 127.0.0.1 1'),
    command('REPLICAOF NO ONE'),
  ),
  redis(
    'full',
    'has no memory left',
    unused('it has no memory left\\. Raise'),
    command('CONFIG SET maxmemory 1'),
    command('CONFIG SET maxmemory 0'),
  ),
  redis(
    'no-scripts',
    'lets its user run no scripts',
    unused('its user may not run scripts\\. Allow'),
    command('ACL SETUSER default -eval -evalsha'),
    command('ACL SETUSER default +eval +evalsha'),
  ),
  redis(
    'password',
    'asks for a password that nobody set here',
    unused('it does not know this user or password\\. Check'),
    async (lab) => {
      await lab.redis().send('CONFIG SET requirepass secret')
      await lab.bff().kill()
      await lab.start()
    },
    async () => {},
    { recovery: 'put the password into REDIS_URL, restart' },
  ),
]
