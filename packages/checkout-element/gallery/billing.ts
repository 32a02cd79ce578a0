/** States with billing details. */
import type { PublicCheckout } from '../src/checkout/wire.ts'
import type { Stage, State } from './stage.ts'

const ADA = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@mail.example' }
const BERLIN = { line1: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' }
const DELIVERY = { ...ADA, ...BERLIN, line2: 'Hinterhaus, 3. Stock' }

const asked = (known: NonNullable<PublicCheckout['billing']>['known'], delivery?: typeof DELIVERY) => ({
  billing: { required: true, ...(known && { known }), ...(delivery && { delivery }) },
})

/** Pays without the card and the address. */
const press = ({ element }: Stage) => element.submit()

export const BILLING: Record<string, State> = {
  billing: { title: 'Billing details', details: 'full', checkout: asked({ ...ADA, ...BERLIN }), ways: true },
  'billing-mistakes': {
    title: 'Billing details with mistakes',
    details: 'full',
    checkout: asked({ country: 'US', postalCode: '1011', email: 'ada', state: 'CA' }),
    ways: true,
    act: press,
  },
  'billing-delivery': {
    title: 'Billing details of the delivery',
    checkout: asked(undefined, DELIVERY),
    ways: true,
  },
  'billing-postal': {
    title: 'Postal code alone',
    details: 'postal',
    checkout: asked({ country: 'GB' }),
    ways: true,
  },
  'billing-floating': {
    title: 'Billing details with labels in the fields',
    details: 'full',
    checkout: {
      ...asked({ ...BERLIN, lastName: 'Lovelace', country: 'US', state: 'CA', postalCode: '95014' }),
      appearance: { labels: 'floating', density: 'roomy' },
    },
    ways: true,
  },
  'billing-japan': {
    title: 'Billing details in Japan',
    checkout: asked({ country: 'JP', state: '13' }),
    ways: true,
  },
}
