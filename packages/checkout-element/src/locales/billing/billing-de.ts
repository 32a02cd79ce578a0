/** German: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Rechnungsangaben',
  'billing-same': 'Wie Lieferadresse',
  'billing-first-name': 'Vorname',
  'billing-last-name': 'Nachname',
  'billing-email': 'E-Mail',
  'billing-phone': 'Telefon',
  'billing-country': 'Land oder Region',
  'billing-line1': 'Straße und Hausnummer',
  'billing-line2': 'Wohnung, Etage usw.',
  'billing-optional': '{0} (optional)',
  'billing-city': 'Ort',
  'billing-district': 'Bezirk',
  'billing-region': 'Region',
  'billing-postal': 'Postleitzahl',
  'billing-province': 'Provinz',
  'billing-town': 'Ort',
  'billing-suburb': 'Vorort',
  'billing-county': 'Grafschaft',
  'billing-department': 'Departement',
  'billing-emirate': 'Emirat',
  'billing-island': 'Insel',
  'billing-parish': 'Gemeinde',
  'billing-prefecture': 'Präfektur',
  'billing-state': 'Bundesstaat',
  'billing-empty': 'Füllen Sie dieses Feld aus.',
  'billing-check': 'Prüfen Sie dieses Feld.',
  'billing-unusual':
    'Das sieht ungewöhnlich aus. Ein Beispiel: {0}. Wenn Ihre Angabe stimmt, drücken Sie noch einmal auf die Schaltfläche.',
}
