/** Starts the simulator first: Vitest begins with the largest files, and its small ones take longest and would be left for the end. */
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

const SIMULATOR = /\/test\/simulator\//

export class SimulatorFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSimulator = ({ moduleId }: TestSpecification) => SIMULATOR.test(moduleId)
    return [...sorted.filter(isSimulator), ...sorted.filter((file) => !isSimulator(file))]
  }
}
