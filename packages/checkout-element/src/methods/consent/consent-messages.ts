/** What a shopper agrees to when a card is saved. The BFF stores the words as shown, so each text is complete by itself. */
import { msg } from '../../locales/localization.ts'

export const ask = () =>
  msg('Save this card for my next purchases here. I can remove it at any time.', { id: 'save-ask' })
export const always = () =>
  msg('By paying I agree that this card is saved for my next purchases here. I can remove it at any time.', {
    id: 'save-always',
  })
export const recurring = () =>
  msg(
    'By paying I agree that this card is saved and charged for the payments agreed with the shop until I end them.',
    { id: 'save-recurring' },
  )
