/** French: the billing details. */
import type { Texts } from '../texts.ts'

export const texts: Texts = {
  'billing-title': 'Coordonnées de facturation',
  'billing-same': 'Identique à l’adresse de livraison',
  'billing-first-name': 'Prénom',
  'billing-last-name': 'Nom',
  'billing-email': 'E-mail',
  'billing-phone': 'Téléphone',
  'billing-country': 'Pays ou région',
  'billing-line1': 'Adresse',
  'billing-line2': 'Appartement, étage, etc.',
  'billing-optional': '{0} (facultatif)',
  'billing-city': 'Ville',
  'billing-district': 'District',
  'billing-region': 'Région',
  'billing-postal': 'Code postal',
  'billing-province': 'Province',
  'billing-town': 'Ville',
  'billing-suburb': 'Banlieue',
  'billing-county': 'Comté',
  'billing-department': 'Département',
  'billing-emirate': 'Émirat',
  'billing-island': 'Île',
  'billing-parish': 'Paroisse',
  'billing-prefecture': 'Préfecture',
  'billing-state': 'État',
  'billing-empty': 'Remplissez ce champ.',
  'billing-check': 'Vérifiez ce champ.',
  'billing-unusual':
    'Cela semble inhabituel. Un exemple : {0}. Si votre saisie est correcte, appuyez de nouveau sur le bouton.',
}
