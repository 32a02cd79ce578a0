/** Every fault of the laboratory. */
import type { Fault } from '../fault.ts'
import { ANSWER_FAULTS } from './answers.ts'
import { CLOCK_FAULTS } from './clock.ts'
import { CONTROLS } from './controls.ts'
import { DISK_FAULTS } from './disk.ts'
import { FILES_BEFORE_START } from './files-before-start.ts'
import { FILES_WHILE_OPEN } from './files-while-open.ts'
import { LOG_FAULTS } from './log.ts'
import { PAYKKA_FAULTS } from './paykka.ts'
import { POSTGRES_FAULTS } from './postgres.ts'
import { REDIS_FAULTS } from './redis.ts'
import { SETTING_FAULTS } from './settings.ts'
import { SIGNAL_FAULTS } from './signals.ts'

export const FAULTS: Fault[] = [
  ...ANSWER_FAULTS,
  ...PAYKKA_FAULTS,
  ...CLOCK_FAULTS,
  ...FILES_BEFORE_START,
  ...FILES_WHILE_OPEN,
  ...DISK_FAULTS,
  ...POSTGRES_FAULTS,
  ...REDIS_FAULTS,
  ...SIGNAL_FAULTS,
  ...LOG_FAULTS,
  ...SETTING_FAULTS,
  ...CONTROLS,
]
