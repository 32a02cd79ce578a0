/** Signals and ends in the middle of a payment. */
import { connect } from 'node:net'
import { pause } from '../../chaos/poll.ts'
import type { Fault } from '../fault.ts'
import { silence } from '../injectors/answers.ts'
import { pass } from '../injectors/proxy.ts'
import type { Lab } from '../lab.ts'

const ASKED = { nothing: 'it ends in order, because it was asked to' }
const KILLED = { nothing: 'a killed process cannot speak' }
/** What the drain of the laboratory and the end after it may take together. */
const END_MS = 500 + 2000

/** PayKKa has charged, and its answer waits a moment: that is when the signal comes. */
async function duringPayment(lab: Lab, strike: () => Promise<unknown>): Promise<void> {
  lab.proxy.next((reply, out, before) => void setTimeout(() => pass(reply, out, before), 400))
  const acted = lab.proxy.acted()
  const paying = lab.buy()
  await acted
  await strike()
  await paying
}

/** @throws Error when it ends late, or with another code than 0 */
async function endsInOrder(lab: Lab, signal: NodeJS.Signals): Promise<void> {
  const at = performance.now()
  lab.bff().signal(signal)
  const code = await lab.bff().ended
  const ms = Math.round(performance.now() - at)
  if (code !== 0 || ms > END_MS) throw new Error(`${signal}: exit ${code} after ${ms} ms`)
}

const NEXT = { light: 'off', lift: (lab: Lab) => lab.start(), recovery: 'start it again' } as const

const ends = (id: string, title: string, strike: Fault['strike'], more: Partial<Fault> = {}): Fault => ({
  id,
  kind: 'signals',
  title,
  strike,
  says: ASKED,
  ...NEXT,
  ...more,
})

const ignored = (signal: NodeJS.Signals, short?: 'short'): Fault => ({
  id: signal.toLowerCase(),
  kind: 'signals',
  title: `${signal} during a payment`,
  ...(short ? { short: true } : {}),
  strike: (lab) => duringPayment(lab, async () => lab.bff().signal(signal)),
  says: new RegExp(`^paykka-bff: ${signal} is ignored`),
  light: 'green',
  recovery: 'nothing to do',
})

export const SIGNAL_FAULTS: Fault[] = [
  ends(
    'sigterm',
    'SIGTERM during a payment',
    (lab) => duringPayment(lab, () => endsInOrder(lab, 'SIGTERM')),
    { short: true },
  ),
  ends('sigquit', 'SIGQUIT during a payment', (lab) => duringPayment(lab, () => endsInOrder(lab, 'SIGQUIT'))),
  ends('sigkill', 'SIGKILL during a payment', (lab) => duringPayment(lab, () => lab.bff().kill()), {
    says: KILLED,
    short: true,
    world: { noNotifications: true },
  }),
  ignored('SIGUSR1', 'short'),
  ignored('SIGUSR2'),
  ends(
    'sigterm-silent-paykka',
    'SIGTERM while PayKKa has charged and says nothing for longer than the drain',
    async (lab) => {
      lab.proxy.next(silence)
      const acted = lab.proxy.acted()
      const paying = lab.buy()
      await acted
      await endsInOrder(lab, 'SIGTERM')
      await paying
    },
    { world: { noNotifications: true, env: { PAYKKA_TIMEOUT_MS: '24000' } } },
  ),
  ends(
    'sigterm-slow-client',
    'SIGTERM while clients are slow: half a request, and connections on which nobody speaks',
    async (lab) => {
      const { port } = lab.bff()
      connect(port, '127.0.0.1').on('error', () => {})
      connect(port, '127.0.0.1')
        .on('error', () => {})
        .write('POST /client/v1/checkout/payments HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{')
      await pause(200)
      await endsInOrder(lab, 'SIGTERM')
    },
  ),
  {
    id: 'sigstop',
    kind: 'signals',
    title:
      'the process is stopped for 65 seconds during a payment, and goes on (SIGSTOP, a sleeping machine)',
    strike: (lab) =>
      duringPayment(lab, async () => {
        lab.bff().signal('SIGSTOP')
        await pause(65_000)
        lab.bff().signal('SIGCONT')
      }),
    says: { nothing: 'nothing is wrong any more; PayKKa is asked for the time first' },
    light: 'green',
    recovery: 'by itself',
  },
]
