/** Texts about a subscription: how much, and how often. */
import { msg, str } from '../../locales/localization.ts'

export const subscription = () => msg('Subscription', { id: 'agreement-subscription' })

/** The price of one unit of time. */
export const per = {
  day: (amount: string) => msg(str`${amount} per day`, { id: 'sub-day' }),
  week: (amount: string) => msg(str`${amount} per week`, { id: 'sub-week' }),
  month: (amount: string) => msg(str`${amount} per month`, { id: 'sub-month' }),
  year: (amount: string) => msg(str`${amount} per year`, { id: 'sub-year' }),
}

/** A colon instead of "every 3 months": the browser writes "3 months", and many languages would inflect it here. */
export const interval = (time: string) => msg(str`Payment interval: ${time}`, { id: 'sub-interval' })
export const today = (amount: string) => msg(str`Today: ${amount}`, { id: 'sub-today' })
