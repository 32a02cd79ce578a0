/** Starts the longest files first: Vitest begins with the largest, and the last one would be waited for alone. */
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

const LONGEST = [/\/lab\/simulator\//, /\/lab\/chaos\/campaign\./]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((form) => form.test(moduleId))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
