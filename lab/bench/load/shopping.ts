/** Shoppers over connections that are kept open, as browsers and proxies keep them, who try nothing twice. */
import { Agent, request } from 'undici'
import { bffShot } from '../bff/shots.ts'

type Shopping = {
  /** @returns how many paid, and why each of the others did not */
  stop(): Promise<{ paid: number; errors: string[] }>
}

/** Each shopper makes a checkout, reads it and pays it, over and over. */
export function keepShopping(url: string, shoppers: number): Shopping {
  const agent = new Agent({ connections: shoppers })
  const errors: string[] = []
  const state = { paid: 0, over: false }
  const shop = async () => {
    while (!state.over) {
      const error = await buy(agent, url)
      if (error === undefined) state.paid += 1
      else errors.push(error)
    }
  }
  const all = Promise.all(Array.from({ length: shoppers }, shop))
  return {
    stop: async () => {
      state.over = true
      await all
      await agent.close()
      return { paid: state.paid, errors }
    },
  }
}

async function buy(agent: Agent, url: string): Promise<string | undefined> {
  try {
    const { path, headers, body } = await bffShot(agent, url)
    const response = await request(url + path, { dispatcher: agent, method: 'POST', headers, body })
    const text = await response.body.text()
    return response.statusCode === 200 && text.includes('"succeeded"')
      ? undefined
      : `${response.statusCode} ${text}`
  } catch (error) {
    return String(error)
  }
}
