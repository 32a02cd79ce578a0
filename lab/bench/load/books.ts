/** After a campaign: compares the BFF's database with the emulator's books, and both with the shoppers' answers. */
import type { Deployment } from '../../chaos/deployment.ts'
import { judge, readBeliefs } from '../../chaos/judge.ts'

/** @returns payments charged twice, lost, invented or left open, and every charge that no shopper saw */
export async function wrongInBooks(deployment: Deployment, paid: number): Promise<number> {
  const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
  const { charges, doubleCharges, lost, phantom, open } = verdict
  return [doubleCharges, lost, phantom, open].flat().length + Math.abs(charges - paid)
}
