/** Texts of account pages, in addition to the texts of saved cards. */

import { msg, str } from '../../locales/localization.ts'
import { subscription } from '../../methods/subscription/subscription-messages.ts'
import type { Agreement } from './account-wire.ts'

export const none = () => msg('No saved cards.', { id: 'account-none' })
export const loadingCards = () => msg('Loading your saved cards…', { id: 'account-loading' })
export const pageTooOld = () =>
  msg('This page was open for too long. Reload it to see your cards.', { id: 'account-too-old' })
export const agreements = () => msg('Recurring payments', { id: 'agreement-list' })
const names: Record<Agreement['type'], () => string> = {
  subscription,
  unscheduled: () => msg('Payments agreed with the shop', { id: 'agreement-unscheduled' }),
}
export const agreementName = (type: Agreement['type']) => names[type]()
export const chargedTo = (card: string) => msg(str`Charged to ${card}`, { id: 'agreement-card' })
export const since = (date: string) => msg(str`Since ${date}`, { id: 'agreement-since' })
export const end = () => msg('End', { id: 'agreement-end' })
export const endNamed = (name: string) => msg(str`End: ${name}`, { id: 'agreement-end-named' })
export const endAsk = () => msg('End these recurring payments?', { id: 'agreement-ask' })
export const endNote = () =>
  msg('Nothing more will be charged. The shop may end what you pay for.', { id: 'agreement-note' })
export const endYes = () => msg('End payments', { id: 'agreement-yes' })
export const keepPaying = () => msg('Keep them', { id: 'agreement-keep' })
export const ended = () => msg('The recurring payments were ended.', { id: 'agreement-ended' })
export const endFailed = () =>
  msg('The payments could not be ended. Please try again.', { id: 'agreement-failed' })
