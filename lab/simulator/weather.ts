/** When what breaks: crashes and freezes of instances, outages of gateway, database and shop. Then everything heals. */
import { jumpClock, setRight } from './clock-jumps.ts'
import { startInstance } from './instances.ts'
import { crash, freeze } from './life.ts'
import { HOUR, MINUTE, SECOND } from './options.ts'
import type { Instance, Weather, World } from './world.ts'

export function plan(world: World): void {
  const { options } = world
  repeat(options.crashes, () => atRandom(world, () => breakOne(world, 'crash')))
  repeat(options.freezes, () => atRandom(world, () => breakOne(world, 'freeze')))
  repeat(options.gatewayOutages, () => outage(world, 'gatewayDown', gatewayOutageMs(world)))
  repeat(options.clockJumps, () =>
    atRandom(world, () => jumpClock(world, world.random.pick(world.instances).life)),
  )
  if (options.lastOutageMs > 0) lastOutage(world)
  repeat(options.databaseOutages, () => outage(world, 'databaseDown', world.random.int(SECOND, 20 * SECOND)))
  repeat(options.shopOutages, () => outage(world, 'shopDown', world.random.int(MINUTE, HOUR)))
  world.scheduler.at(world.start + options.healAt, () => heal(world))
}

function repeat(times: number, what: () => void): void {
  for (let time = 0; time < times; time++) what()
}

/** Most faults come while most shoppers pay. */
function atRandom(world: World, what: () => void): void {
  const { random, scheduler, options, start } = world
  const latest = random.chance(0.7) ? Math.min(12 * MINUTE, options.healAt) : options.healAt
  scheduler.at(start + random.int(0, latest - SECOND), what)
}

/** Half of them at once, half at one of the next awaits, which is in the middle of something. */
function breakOne(world: World, how: 'crash' | 'freeze'): void {
  const { random, instances, weather } = world
  if (weather.healed) return
  const { life } = random.pick(instances)
  const sleep = random.chance(0.3) ? random.int(2 * SECOND, MINUTE) : random.int(MINUTE, 20 * MINUTE)
  if (how === 'crash') {
    life.onDeath.add(() => restartLater(world, life.name))
    if (random.chance(0.2)) crash(world, life)
    else life.crashIn = random.int(1, 60)
    return
  }
  life.freezeMs = sleep
  if (random.chance(0.2)) freeze(world, life, sleep)
  else life.freezeIn = random.int(1, 60)
}

function restartLater(world: World, name: string): void {
  const { random, scheduler } = world
  const number = Number(name.slice(3))
  const wait = random.chance(0.7) ? random.int(200, 5 * SECOND) : random.int(5 * SECOND, 5 * MINUTE)
  const isDead = (instance: Instance | undefined) => instance?.life.alive === false
  const restart = () => {
    if (isDead(world.instances.find((instance) => instance.number === number))) startInstance(world, number)
  }
  scheduler.after(wait, restart)
}

function gatewayOutageMs({ random }: World): number {
  const how = random.weighted({ short: 60, medium: 35, long: 5 })
  if (how === 'short') return random.int(10 * SECOND, 2 * MINUTE)
  return how === 'medium' ? random.int(2 * MINUTE, 10 * MINUTE) : random.int(10 * MINUTE, HOUR)
}

type Switch = keyof { [K in keyof Weather as Weather[K] extends boolean ? K : never]: true }

function outage(world: World, what: Exclude<Switch, 'healed' | 'downAtHeal'>, ms: number): void {
  atRandom(world, () => {
    set(world, what, true)
    if (what === 'gatewayDown') world.weather.downSince = world.scheduler.now()
    world.scheduler.after(ms, () => set(world, what, false))
  })
}

/** The gateway comes back only when all the rest does. */
function lastOutage(world: World): void {
  world.scheduler.at(world.start + world.options.healAt - world.options.lastOutageMs, () => {
    set(world, 'gatewayDown', true)
    world.weather.downSince = world.scheduler.now()
  })
}

function set(world: World, what: Exclude<Switch, 'healed' | 'downAtHeal'>, to: boolean): void {
  if (world.weather.healed) return
  world.weather[what] = to
  world.trace.line(`${what} ${to}`)
}

/** From here on nothing goes wrong any more. */
function heal(world: World): void {
  world.trace.line('HEALED')
  const downAtHeal = world.instances.some(({ life, parts }) => life.alive && parts.health.isDown())
  world.weather = {
    ...world.weather,
    downAtHeal,
    gatewayDown: false,
    databaseDown: false,
    shopDown: false,
    healed: true,
  }
  for (const { life, number } of world.instances) {
    life.crashIn = Number.POSITIVE_INFINITY
    life.freezeIn = Number.POSITIVE_INFINITY
    setRight(world, life)
    if (!life.alive) startInstance(world, number)
  }
}
