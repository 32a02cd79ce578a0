/** Texts of the billing details. */
import { msg, str } from '../locales/localization.ts'
import type { CityName, PostalName, StateName } from './country-data.ts'

export const title = () => msg('Billing details', { id: 'billing-title' })
export const same = () => msg('Same as delivery address', { id: 'billing-same' })
export const firstName = () => msg('First name', { id: 'billing-first-name' })
export const lastName = () => msg('Last name', { id: 'billing-last-name' })
export const email = () => msg('E-mail', { id: 'billing-email' })
export const phone = () => msg('Phone', { id: 'billing-phone' })
export const country = () => msg('Country or region', { id: 'billing-country' })
export const line1 = () => msg('Street address', { id: 'billing-line1' })
export const line2 = () => msg('Apartment, floor, etc.', { id: 'billing-line2' })
export const optional = (label: string) => msg(str`${label} (optional)`, { id: 'billing-optional' })

const city = () => msg('City', { id: 'billing-city' })
const district = () => msg('District', { id: 'billing-district' })
const region = () => msg('Region', { id: 'billing-region' })
const postalCode = () => msg('Postal code', { id: 'billing-postal' })
const province = () => msg('Province', { id: 'billing-province' })

const CITIES: Record<CityName, () => string> = {
  district,
  post_town: () => msg('Town or city', { id: 'billing-town' }),
  suburb: () => msg('Suburb', { id: 'billing-suburb' }),
}

const STATES: Record<StateName, () => string> = {
  area: region,
  county: () => msg('County', { id: 'billing-county' }),
  department: () => msg('Department', { id: 'billing-department' }),
  district,
  do_si: province,
  emirate: () => msg('Emirate', { id: 'billing-emirate' }),
  island: () => msg('Island', { id: 'billing-island' }),
  oblast: region,
  parish: () => msg('Parish', { id: 'billing-parish' }),
  prefecture: () => msg('Prefecture', { id: 'billing-prefecture' }),
  state: () => msg('State', { id: 'billing-state' }),
}

/** Names of English-speaking countries, which other languages do not translate. */
const POSTAL_CODES: Record<PostalName, string> = { eircode: 'Eircode', pin: 'PIN code', zip: 'ZIP code' }

export const cityLabel = (name?: CityName) => (name ? CITIES[name] : city)()
export const stateLabel = (name?: StateName) => (name ? STATES[name] : province)()
export const postalLabel = (name: PostalName | undefined, locale: string) =>
  name && (name === 'eircode' || locale.startsWith('en')) ? POSTAL_CODES[name] : postalCode()

export const empty = () => msg('Fill in this field.', { id: 'billing-empty' })
export const check = () => msg('Check this field.', { id: 'billing-check' })
export const unusual = (example: string) =>
  msg(str`This looks unusual. An example: ${example}. If yours is right, press the button again.`, {
    id: 'billing-unusual',
  })
