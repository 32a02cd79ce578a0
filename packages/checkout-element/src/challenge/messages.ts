/** Text of the dialog around a bank’s page. */
import { msg } from '../localization.ts'

export const closeChallenge = () => msg('Close', { id: 'challenge-close' })
