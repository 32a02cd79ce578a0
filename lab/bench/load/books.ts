/** After a campaign: the BFF's database against the emulator's books, and both against what shoppers were told. */
import type { Deployment } from '../../chaos/deployment.ts'
import { judge, readBeliefs } from '../../chaos/judge.ts'

/** @returns payments charged twice, lost, invented or left open, and every charge that no shopper saw */
export async function wrongInBooks(deployment: Deployment, paid: number): Promise<number> {
  const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.ledger()))
  const { charges, doubleCharges, lost, phantom, open } = verdict
  return [doubleCharges, lost, phantom, open].flat().length + Math.abs(charges - paid)
}
