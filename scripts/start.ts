/** `npm start`: builds what is needed, starts the demo and stays until Ctrl-C. */
import { TEST_CARDS } from '../examples/shop/src/test-cards.ts'
import { buildAll } from './build/build.ts'
import { readPort } from './processes/ports.ts'
import { stopRunning } from './processes/run.ts'
import type { Stack, StackPorts } from './processes/stack.ts'
import { DEFAULT_PORTS, refuseTakenPorts, startStack } from './processes/stack.ts'

const { env } = process

async function main(): Promise<number> {
  const interruption = interruptionSignal()
  const ports = readPorts()
  await refuseTakenPorts(ports)
  await build()
  console.log('Starting emulator, BFF and shop …')
  const output = new ServerOutput()
  const origins = env.BFF_ALLOWED_ORIGINS
  const stack = await startStack({
    ports,
    log: output.add,
    signal: interruption,
    ...(origins ? { origins } : {}),
  }).catch(output.showAndThrow)
  output.forget()
  announce(stack)
  const reason = await Promise.race([aborted(interruption), stack.died])
  await stack.stop()
  console.log(reason === undefined ? 'Stopped.' : `${reason} The others were stopped too.`)
  return reason === undefined ? 0 : 1
}

/** What the servers say while they start is noise, unless they fail to. Afterwards every line is shown. */
class ServerOutput {
  #early: string[] | undefined = []

  add = (server: string, line: string): void => {
    const text = `[${server}] ${line}`
    if (this.#early) this.#early.push(text)
    else console.log(text)
  }

  showAndThrow = (error: unknown): never => {
    console.error(this.#early?.join('\n'))
    throw error
  }

  forget(): void {
    this.#early = undefined
  }
}

function readPorts(): StackPorts {
  return {
    emulator: readPort(env.EMULATOR_PORT, 'EMULATOR_PORT', DEFAULT_PORTS.emulator),
    bff: readPort(env.BFF_PORT, 'BFF_PORT', DEFAULT_PORTS.bff),
    shop: readPort(env.SHOP_PORT, 'SHOP_PORT', DEFAULT_PORTS.shop),
  }
}

async function build(): Promise<void> {
  const started = Date.now()
  if (await buildAll())
    console.log(`Built what has changed in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

function announce({ shopUrl, bffUrl, emulatorUrl }: Stack): void {
  const cards = TEST_CARDS.map(({ number, outcome }) => `    ${number}  ${outcome}`).join('\n')
  console.log(`
  Shop      ${shopUrl}   <- open this one
  BFF       ${bffUrl}
  Emulator  ${emulatorUrl}

  Test cards (any future date, any three digits):
${cards}

  Ctrl-C stops everything.
`)
}

/** A signal, or the end of the process that started us: nothing may be left running without an owner. */
function interruptionSignal(): AbortSignal {
  const controller = new AbortController()
  const parent = process.ppid
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort())
  setInterval(() => process.ppid !== parent && controller.abort(), 500).unref()
  controller.signal.addEventListener('abort', stopRunning)
  return controller.signal
}

function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined)
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  })
  .then((code) => process.exit(code))
