/** Runs axe on an element and its shadow roots, and expects zero violations. */
import axe from 'axe-core'
import { expect } from 'chai'

export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, { resultTypes: ['violations'] })
  const reported = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(reported).to.deep.equal([])
}
