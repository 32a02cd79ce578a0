/** Polish: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Dane do faktury',
  'billing-same': 'Taki sam jak adres dostawy',
  'billing-first-name': 'Imię',
  'billing-last-name': 'Nazwisko',
  'billing-email': 'E-mail',
  'billing-phone': 'Telefon',
  'billing-country': 'Kraj lub region',
  'billing-line1': 'Ulica i numer',
  'billing-line2': 'Mieszkanie, piętro itp.',
  'billing-optional': '{0} (opcjonalnie)',
  'billing-city': 'Miejscowość',
  'billing-district': 'Dystrykt',
  'billing-region': 'Region',
  'billing-postal': 'Kod pocztowy',
  'billing-province': 'Prowincja',
  'billing-town': 'Miejscowość',
  'billing-suburb': 'Przedmieście',
  'billing-county': 'Hrabstwo',
  'billing-department': 'Departament',
  'billing-emirate': 'Emirat',
  'billing-island': 'Wyspa',
  'billing-parish': 'Parafia',
  'billing-prefecture': 'Prefektura',
  'billing-state': 'Stan',
  'billing-empty': 'Wypełnij to pole.',
  'billing-check': 'Sprawdź to pole.',
  'billing-unusual':
    'To wygląda nietypowo. Przykład: {0}. Jeśli dane są poprawne, naciśnij przycisk jeszcze raz.',
}
