/** Texts of the picker. */
import { msg } from '../locales/localization.ts'

export const howToPay = () => msg('How would you like to pay?', { id: 'method-choose' })
export const orPayOtherwise = () => msg('Or pay another way', { id: 'method-or' })
