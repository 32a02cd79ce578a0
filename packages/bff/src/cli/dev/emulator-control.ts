/** `paykka-bff emulator clock|scenario|reset`: control of a running emulator over its HTTP routes. */

type Env = Record<string, string | undefined>
type Target = { url?: string }

/** The address of an emulator that nothing else names. */
const USUAL_URL = 'http://127.0.0.1:4010'

export async function moveClock(ms: number, target: Target): Promise<void> {
  const { now } = (await post('/emulator/clock', { advanceMs: ms }, target)) as { now: number }
  console.log(`The emulator's time is ${new Date(now).toISOString()}. The BFF's time has not moved.`)
}

export async function beginScenario(names: string[], target: Target): Promise<void> {
  if (names.length === 0) return await printScenarios(target)
  await post('/emulator/scenario', { names }, target)
  console.log(`The emulator now plays: ${names.join(', ')}. End it with: paykka-bff emulator scenario normal`)
}

async function printScenarios(target: Target): Promise<void> {
  const { scenarios } = (await ask('/emulator/scenarios', {}, target)) as {
    scenarios: { name: string; about: string }[]
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  for (const { name, about } of scenarios) console.log(`${name.padEnd(width)}  ${about}`)
  console.log(`${'question=reading'.padEnd(width)}  a reading of a dialect, for example numbers=text`)
}

export async function resetEmulator(target: Target): Promise<void> {
  await post('/emulator/reset', {}, target)
  console.log('The emulator has forgotten its payments, faults, readings and time. The BFF has not.')
}

export const post = (path: string, body: unknown, target: Target, env?: Env): Promise<unknown> =>
  ask(
    path,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    target,
    env,
  )

/** @throws Error that says which address does not answer like an emulator, or what the emulator refused */
async function ask(
  path: string,
  init: RequestInit,
  { url }: Target,
  env: Env = process.env,
): Promise<unknown> {
  const address = new URL(path, url ?? env.PAYKKA_API_URL ?? USUAL_URL)
  const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(30_000) }).catch(() => undefined)
  if (!answer || answer.status === 404)
    throw new Error(
      `no emulator answers at ${address.origin}: start one with paykka-bff dev, or name it with --url`,
    )
  const text = await answer.text()
  const body: unknown = text === '' ? {} : JSON.parse(text)
  if (answer.ok) return body
  throw new Error(`the emulator refused: ${(body as { error?: string }).error ?? answer.status}`)
}
