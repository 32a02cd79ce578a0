/** Danish: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Faktureringsoplysninger',
  'billing-same': 'Samme som leveringsadressen',
  'billing-first-name': 'Fornavn',
  'billing-last-name': 'Efternavn',
  'billing-email': 'E-mail',
  'billing-phone': 'Telefon',
  'billing-country': 'Land eller område',
  'billing-line1': 'Vej og husnummer',
  'billing-line2': 'Lejlighed, etage osv.',
  'billing-optional': '{0} (valgfrit)',
  'billing-city': 'By',
  'billing-district': 'Distrikt',
  'billing-region': 'Region',
  'billing-postal': 'Postnummer',
  'billing-province': 'Provins',
  'billing-town': 'By',
  'billing-suburb': 'Forstad',
  'billing-county': 'Grevskab',
  'billing-department': 'Departement',
  'billing-emirate': 'Emirat',
  'billing-island': 'Ø',
  'billing-parish': 'Sogn',
  'billing-prefecture': 'Præfektur',
  'billing-state': 'Delstat',
  'billing-empty': 'Udfyld dette felt.',
  'billing-check': 'Kontrollér dette felt.',
  'billing-unusual':
    'Det ser usædvanligt ud. Et eksempel: {0}. Hvis det er rigtigt, så tryk på knappen igen.',
}
