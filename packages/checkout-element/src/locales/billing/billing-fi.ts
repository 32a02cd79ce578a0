/** Finnish: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Laskutustiedot',
  'billing-same': 'Sama kuin toimitusosoite',
  'billing-first-name': 'Etunimi',
  'billing-last-name': 'Sukunimi',
  'billing-email': 'Sähköposti',
  'billing-phone': 'Puhelin',
  'billing-country': 'Maa tai alue',
  'billing-line1': 'Katuosoite',
  'billing-line2': 'Asunto, kerros jne.',
  'billing-optional': '{0} (valinnainen)',
  'billing-city': 'Kaupunki',
  'billing-district': 'Piiri',
  'billing-region': 'Alue',
  'billing-postal': 'Postinumero',
  'billing-province': 'Maakunta',
  'billing-town': 'Postitoimipaikka',
  'billing-suburb': 'Esikaupunki',
  'billing-county': 'Kreivikunta',
  'billing-department': 'Departementti',
  'billing-emirate': 'Emiraatti',
  'billing-island': 'Saari',
  'billing-parish': 'Pitäjä',
  'billing-prefecture': 'Prefektuuri',
  'billing-state': 'Osavaltio',
  'billing-empty': 'Täytä tämä kenttä.',
  'billing-check': 'Tarkista tämä kenttä.',
  'billing-unusual':
    'Tämä näyttää epätavalliselta. Esimerkki: {0}. Jos tieto on oikein, paina painiketta uudelleen.',
}
