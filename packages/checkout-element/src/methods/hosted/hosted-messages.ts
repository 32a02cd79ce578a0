/** Texts of the ways to pay on PayKKa's own page. */
import { msg, str } from '../../locales/localization.ts'

export const otherWays = () => msg('Other ways to pay', { id: 'hosted-other' })
export const onTheirPage = () => msg('Pay on PayKKa’s page', { id: 'hosted-page' })
export const note = () =>
  msg('You continue on PayKKa’s page and come back here afterwards.', { id: 'hosted-note' })
export const continueTo = (method: string) => msg(str`Continue with ${method}`, { id: 'hosted-continue' })
export const continueToPage = () => msg('Continue to PayKKa’s page', { id: 'hosted-continue-page' })
