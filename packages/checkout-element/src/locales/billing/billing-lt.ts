/** Lithuanian: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Atsiskaitymo duomenys',
  'billing-same': 'Toks pat kaip pristatymo adresas',
  'billing-first-name': 'Vardas',
  'billing-last-name': 'Pavardė',
  'billing-email': 'El. paštas',
  'billing-phone': 'Telefonas',
  'billing-country': 'Šalis arba regionas',
  'billing-line1': 'Gatvė ir namo numeris',
  'billing-line2': 'Butas, aukštas ir pan.',
  'billing-optional': '{0} (neprivaloma)',
  'billing-city': 'Miestas',
  'billing-district': 'Rajonas',
  'billing-region': 'Regionas',
  'billing-postal': 'Pašto kodas',
  'billing-province': 'Provincija',
  'billing-town': 'Miestas',
  'billing-suburb': 'Priemiestis',
  'billing-county': 'Grafystė',
  'billing-department': 'Departamentas',
  'billing-emirate': 'Emyratas',
  'billing-island': 'Sala',
  'billing-parish': 'Parapija',
  'billing-prefecture': 'Prefektūra',
  'billing-state': 'Valstija',
  'billing-empty': 'Užpildykite šį lauką.',
  'billing-check': 'Patikrinkite šį lauką.',
  'billing-unusual':
    'Tai atrodo neįprastai. Pavyzdys: {0}. Jei duomenys teisingi, paspauskite mygtuką dar kartą.',
}
