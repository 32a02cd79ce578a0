/** Texts of saved cards, in a checkout and on account pages. */
import { msg, str } from '../../locales/localization.ts'

export { card as cardName } from '../../ui/results/result-messages.ts'
export const savedCards = () => msg('Saved cards', { id: 'saved-cards' })
export const expires = (date: string) => msg(str`Expires ${date}`, { id: 'saved-expires' })
export const expired = (date: string) => msg(str`Expired ${date}`, { id: 'saved-expired' })
export const remove = () => msg('Remove', { id: 'saved-remove' })
export const removeCard = (card: string) => msg(str`Remove ${card}`, { id: 'saved-remove-card' })
export const removeAsk = (card: string) => msg(str`Remove ${card}?`, { id: 'saved-remove-ask' })
export const removeNote = () =>
  msg('You will have to enter this card again the next time.', { id: 'saved-remove-note' })
export const removeYes = () => msg('Remove card', { id: 'saved-remove-yes' })
export const keepCard = () => msg('Keep card', { id: 'saved-keep' })
export const removed = (card: string) => msg(str`${card} was removed.`, { id: 'saved-removed' })
export const removeFailed = () =>
  msg('The card could not be removed. Please try again.', { id: 'saved-remove-failed' })
export const choose = () => msg('Choose a card that has not expired.', { id: 'saved-choose' })
export const codeOf = (card: string) => msg(str`Security code of ${card}`, { id: 'saved-code' })
