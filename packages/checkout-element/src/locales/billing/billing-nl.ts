/** Dutch: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Factuurgegevens',
  'billing-same': 'Zelfde als bezorgadres',
  'billing-first-name': 'Voornaam',
  'billing-last-name': 'Achternaam',
  'billing-email': 'E-mail',
  'billing-phone': 'Telefoon',
  'billing-country': 'Land of regio',
  'billing-line1': 'Straat en huisnummer',
  'billing-line2': 'Appartement, verdieping enz.',
  'billing-optional': '{0} (optioneel)',
  'billing-city': 'Plaats',
  'billing-district': 'District',
  'billing-region': 'Regio',
  'billing-postal': 'Postcode',
  'billing-province': 'Provincie',
  'billing-town': 'Plaats',
  'billing-suburb': 'Wijk',
  'billing-county': 'Graafschap',
  'billing-department': 'Departement',
  'billing-emirate': 'Emiraat',
  'billing-island': 'Eiland',
  'billing-parish': 'Parochie',
  'billing-prefecture': 'Prefectuur',
  'billing-state': 'Staat',
  'billing-empty': 'Vul dit veld in.',
  'billing-check': 'Controleer dit veld.',
  'billing-unusual':
    'Dit ziet er ongewoon uit. Een voorbeeld: {0}. Klopt het wel, druk dan nog een keer op de knop.',
}
