/** axe on an element, shadow roots included; zero violations is the only good result. */
import axe from 'axe-core'
import { expect } from 'chai'

export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, { resultTypes: ['violations'] })
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(told).to.deep.equal([])
}
