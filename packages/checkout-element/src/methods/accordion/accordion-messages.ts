/** Texts of an accordion. */
import { msg, str } from '../../locales/localization.ts'

export const newCard = () => msg('New card', { id: 'method-new-card' })
export const more = (count: string) => msg(str`More ways to pay (${count})`, { id: 'method-more' })
