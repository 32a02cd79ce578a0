import { expect, it } from 'vitest'
import { askAhead, loadCheckout } from '../../../src/checkout/bff-client.ts'
import type { Environment } from '../../../src/environment.ts'

const access = { bffUrl: 'https://pay.example', clientSecret: 'cs_1' }
const { signal } = new AbortController()

/** Answers every call with its own problem, so that answers are distinguishable. */
function world() {
  const asked: string[] = []
  const env = {
    fetch: async (url: string, { headers }: { headers: Record<string, string> }) => {
      asked.push(`${url} ${headers.authorization}`)
      return Response.json({ code: 'busy', requestId: `${asked.length}` }, { status: 503 })
    },
  } as unknown as Environment
  return { asked, env }
}

const load = async (env: Environment, given = access) => {
  const answer = await loadCheckout(given, env, signal)
  return answer.kind === 'problem' ? answer.problem.requestId : answer.kind
}

it('gives the answer asked for ahead to the first question alone', async () => {
  const { asked, env } = world()
  askAhead(access, env)
  expect(asked).toEqual(['https://pay.example/client/v1/checkout Bearer cs_1'])
  expect(await load(env)).toBe('1')
  expect(await load(env)).toBe('2')
})

it('gives it to nobody with another secret or another BFF', async () => {
  const { asked, env } = world()
  askAhead(access, env)
  expect(await load(env, { ...access, clientSecret: 'cs_2' })).toBe('2')
  expect(await load(env, { ...access, bffUrl: 'https://other.example' })).toBe('3')
  expect(await load(env)).toBe('1')
  expect(asked).toHaveLength(3)
})
