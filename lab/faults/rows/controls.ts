/** Faults that the judge must not let pass. */
import type { Fault } from '../fault.ts'
import { page } from '../injectors/answers.ts'

const FIREWALL = {
  kind: 'answers',
  world: { noNotifications: true },
  strike: async (lab) => {
    lab.proxy.next(page(403))
    await lab.buy()
  },
  says: /^A payment is unknown/,
  light: 'green',
  recovery: 'by itself',
} as const satisfies Partial<Fault>

export const CONTROLS: Fault[] = [
  {
    ...FIREWALL,
    id: 'control-money',
    short: true,
    title: 'a BFF that forwards and believes, behind the firewall that answers 403',
    world: { noNotifications: true, naive: true },
    says: { nothing: 'it logs nothing' },
    control: 'books',
  },
  {
    ...FIREWALL,
    id: 'control-line',
    short: true,
    title: 'a BFF that logs nothing',
    world: { noNotifications: true, env: { LOG_LEVEL: 'silent' } },
    control: 'operator',
  },
  {
    ...FIREWALL,
    id: 'control-light',
    short: true,
    title: 'a probe of `/healthz`, which knows nothing, while PayKKa is down',
    world: { probe: '/healthz' },
    strike: async (lab) => {
      await lab.proxy.refuse()
      await lab.buy()
    },
    says: /^PayKKa gives no answer/,
    light: 'degraded',
    lift: (lab) => lab.proxy.clear(),
    control: 'operator',
  },
  {
    ...FIREWALL,
    id: 'control-recovery',
    title: 'a fault that nobody repairs',
    strike: (lab) => lab.proxy.refuse(),
    says: /^PayKKa gives no answer/,
    light: 'degraded',
    control: 'recovery',
  },
]
