/** Every fault of the laboratory. */
import type { Fault } from '../fault.ts'
import { ANSWER_FAULTS } from './answers.ts'
import { CLOCK_FAULTS } from './clock.ts'
import { CONTROLS } from './controls.ts'
import { PAYKKA_FAULTS } from './paykka.ts'

export const FAULTS: Fault[] = [...ANSWER_FAULTS, ...PAYKKA_FAULTS, ...CLOCK_FAULTS, ...CONTROLS]
