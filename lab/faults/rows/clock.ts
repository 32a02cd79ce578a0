/** This machine's clock is wrong: at the start, for two seconds, permanently. */
import { pause } from '../../chaos/poll.ts'
import { awaitLight } from '../bff.ts'
import type { Fault } from '../fault.ts'
import { reset } from '../injectors/answers.ts'
import { makeClock } from '../injectors/clock.ts'
import type { Lab } from '../lab.ts'
import { eventsArrive } from './events.ts'

const WRONG = /the clock is \d+ s (ahead of|behind) PayKKa's: not ready\. Set it/
const WAS_WRONG = /the clock was wrong for a while|the clock is \d+ s ahead of PayKKa's: not ready\. Set it/
/** As libfaketime reads it: seconds. */
const YEAR = 31_536_000

const SET_RIGHT = {
  kind: 'clock',
  lift: async (lab: Lab) => lab.clock().set('+0'),
  recovery: 'by itself once the clock is right',
} as const

const atStart = (id: string, title: string, offset: string, short?: 'short'): Fault => ({
  ...SET_RIGHT,
  id,
  title: `a start with the clock ${title}`,
  ...(short ? { short: true } : {}),
  world: { clock: true, cold: true },
  strike: async (lab) => {
    await lab.start()
    await lab.buy()
    lab.bff().signal('SIGTERM')
    await lab.bff().ended
    lab.clock().set(offset)
    lab.launch()
  },
  says: WRONG,
  light: 'red',
})

const whileRunning = (id: string, title: string, offset: string): Fault => ({
  ...SET_RIGHT,
  id,
  title: `the clock is set ${title} while people pay, and stays so`,
  world: { clock: true },
  strike: async (lab) => {
    lab.clock().set(offset)
    await lab.buy()
  },
  says: WRONG,
  light: 'red',
})

/** The answer is lost, so that the payment waits when the clock moves. */
const forTwoSeconds = (id: string, title: string, offset: string, short?: 'short'): Fault => ({
  ...SET_RIGHT,
  id,
  title: `the clock is set ${title} for two seconds during a payment`,
  ...(short ? { short: true } : {}),
  world: { clock: true, noNotifications: true },
  strike: async (lab) => {
    lab.proxy.next((_reply, out) => void setTimeout(() => reset(_reply, out, []), 500))
    const acted = lab.proxy.acted()
    const paying = lab.buy()
    await acted
    lab.clock().set(offset)
    await pause(2000)
    lab.clock().set('+0')
    await paying
  },
  says: WAS_WRONG,
  light: 'green',
})

export const CLOCK_FAULTS: Fault[] = [
  atStart('start-year-ahead', 'a year ahead', `+${YEAR}`, 'short'),
  atStart('start-hour-ahead', 'an hour ahead', '+3600'),
  atStart('start-year-behind', 'a year behind', `-${YEAR}`),
  whileRunning('jump-hour-back', 'an hour back', '-3600'),
  whileRunning('jump-year-ahead', 'a year ahead', `+${YEAR}`),
  whileRunning('two-minutes', 'two minutes ahead', '+120'),
  forTwoSeconds('jump-hour-in-payment', 'an hour ahead', '+3600', 'short'),
  forTwoSeconds('jump-year-in-payment', 'a year ahead', `+${YEAR}`),
  {
    ...SET_RIGHT,
    id: 'start-year-ahead-events',
    title: 'the same start, while events wait for a shop that was down',
    world: { clock: true, cold: true, env: { ...eventsArrive.env } },
    strike: async (lab) => {
      await lab.start()
      await lab.buy()
      await lab.bff().kill()
      lab.clock().set(`+${YEAR}`)
      lab.launch()
    },
    says: WRONG,
    light: 'red',
    lift: async (lab) => {
      await pause(3000)
      lab.clock().set('+0')
      await eventsArrive.wait('payment.succeeded')
    },
    recovery: 'by itself once the clock is right; the event arrives',
  },
  {
    ...SET_RIGHT,
    id: 'start-without-paykka',
    title: 'a start with the clock a year ahead, while PayKKa cannot be reached',
    world: { clock: true, cold: true },
    strike: async (lab) => {
      await lab.start()
      await lab.buy()
      await lab.bff().kill()
      lab.clock().set(`+${YEAR}`)
      await lab.proxy.refuse()
      await awaitLight(lab.launch(), ['degraded'], 20_000)
      await lab.buy()
    },
    says: /PayKKa gives no answer: no connection can be opened\. Let/,
    light: 'degraded',
    lift: async (lab) => {
      await lab.proxy.clear()
      lab.clock().set('+0')
    },
    recovery: 'by itself once both are right',
  },
  {
    kind: 'clock',
    id: 'neighbor-clock',
    title: 'one of two instances has its clock set a year ahead, and dies',
    needs: ['faketime'],
    world: { database: 'postgres' },
    strike: async (lab) => {
      const clock = makeClock(lab.dir, 'neighbor')
      const neighbor = await lab.another({ env: clock.env })
      clock.set(`+${YEAR}`)
      await pause(12_000)
      await neighbor.kill()
    },
    says: WRONG,
    light: 'green',
    lift: async (lab) => {
      await lab.bff().kill()
      await lab.start()
    },
    recovery: 'nothing to do for the others, also when they start anew',
  },
]
