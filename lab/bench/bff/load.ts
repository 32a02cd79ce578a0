/** Load on one server: as much as it takes, and open-loop at a given rate. */
import { Agent, request } from 'undici'
import { quantile, round } from '../statistics.ts'

/** One request, made ready beforehand so that making it costs nothing while the clock runs. */
export type Shot = { path: string; headers: Record<string, string>; body: string }

export type Latency = {
  rate: number
  sent: number
  failed: number
  p50: number
  p99: number
  p999: number
  senderLateP99: number
}

/** @returns how many succeed per second while `width` are always under way */
export async function saturate(url: string, shots: readonly Shot[], width: number): Promise<number> {
  const agent = new Agent({ connections: width })
  let next = 0
  const startedAt = performance.now()
  const worker = async () => {
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const status = await fire(agent, url, shot)
      if (status !== 200) throw new Error(`A request was answered ${status} under full load.`)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  const seconds = (performance.now() - startedAt) / 1000
  await agent.close()
  return round(shots.length / seconds)
}

/** Sends at the given moments whatever the answers take, so that a slow answer hides nothing. */
export async function openLoop(url: string, shots: readonly Shot[], rate: number): Promise<Latency> {
  const agent = new Agent({ connections: 256 })
  const times: number[] = []
  const lateness: number[] = []
  const flying: Promise<void>[] = []
  let failed = 0
  const startedAt = performance.now()
  for (const [index, shot] of shots.entries()) {
    const due = startedAt + (index * 1000) / rate
    while (performance.now() < due - 0.5) await new Promise((resolve) => setTimeout(resolve, 1))
    lateness.push(Math.max(0, performance.now() - due))
    // From the moment it was due: a sender that is late would otherwise flatter the server.
    const done = fire(agent, url, shot).then((status) => {
      if (status === 200) times.push(performance.now() - due)
      else failed++
    })
    flying.push(done)
  }
  await Promise.all(flying)
  await agent.close()
  const at = (part: number) => round(quantile(times, part))
  const late = round(quantile(lateness, 0.99))
  return {
    rate,
    sent: shots.length,
    failed,
    p50: at(0.5),
    p99: at(0.99),
    p999: at(0.999),
    senderLateP99: late,
  }
}

async function fire(agent: Agent, url: string, { path, headers, body }: Shot): Promise<number> {
  try {
    const response = await request(url + path, { dispatcher: agent, method: 'POST', headers, body })
    await response.body.dump()
    return response.statusCode
  } catch {
    return 0
  }
}
