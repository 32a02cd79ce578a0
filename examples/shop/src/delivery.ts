/** Where an order goes and whom to write to. Banks ask for these when they judge a payment. */

export type Delivery = {
  firstName: string
  lastName: string
  email: string
  line1: string
  city: string
  postalCode: string
  country: string
}

/** Filled in so that the demo is one click shorter. A real shop starts with empty fields. */
export const DEMO_DELIVERY: Delivery = {
  firstName: 'Ada',
  lastName: 'Example',
  email: 'ada@example.com',
  line1: '12 Harbor Street',
  city: 'Dublin',
  postalCode: 'D02 X285',
  country: 'IE',
}

export const COUNTRIES = { DE: 'Germany', FR: 'France', IE: 'Ireland', JP: 'Japan', US: 'United States' }

type Field = { name: keyof Delivery; label: string; autocomplete: string; max: number; type?: string }

export const FIELDS: readonly Field[] = [
  { name: 'firstName', label: 'First name', autocomplete: 'given-name', max: 64 },
  { name: 'lastName', label: 'Last name', autocomplete: 'family-name', max: 64 },
  { name: 'email', label: 'Email', autocomplete: 'email', max: 254, type: 'email' },
  { name: 'line1', label: 'Street and number', autocomplete: 'address-line1', max: 200 },
  { name: 'city', label: 'City', autocomplete: 'address-level2', max: 100 },
  { name: 'postalCode', label: 'Postal code', autocomplete: 'postal-code', max: 20 },
]

export type DeliveryErrors = Partial<Record<keyof Delivery, string>>
export type DeliveryReading = { delivery: Delivery; errors: DeliveryErrors }

export function readDelivery(form: Partial<Record<string, string>>): DeliveryReading {
  const text = (name: keyof Delivery) => (form[name] ?? '').trim()
  const delivery: Delivery = {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    line1: text('line1'),
    city: text('city'),
    postalCode: text('postalCode'),
    country: text('country'),
  }
  return { delivery, errors: findErrors(delivery) }
}

function findErrors(delivery: Delivery): DeliveryErrors {
  const errors: DeliveryErrors = {}
  for (const { name, label, max } of FIELDS) {
    if (!delivery[name]) errors[name] = `Enter the ${label.toLowerCase()}.`
    else if (delivery[name].length > max) errors[name] = `Use at most ${max} characters.`
  }
  if (delivery.email && !/^[^\s@]+@[^\s@]+$/.test(delivery.email)) {
    errors.email = 'Enter an email address like name@example.com.'
  }
  if (!Object.hasOwn(COUNTRIES, delivery.country)) errors.country = 'Choose a country.'
  return errors
}
