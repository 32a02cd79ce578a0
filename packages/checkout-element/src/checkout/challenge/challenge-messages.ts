/** Texts of the dialog around a bank's page. */
import { msg } from '../../locales/localization.ts'

export const closeChallenge = () => msg('Close', { id: 'challenge-close' })
