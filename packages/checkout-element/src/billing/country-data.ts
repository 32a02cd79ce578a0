/** The address rules of one country, as the generated files hold them. */

/** A part of an address: street lines, city, state (or province, prefecture, …), postal code. */
export type AddressPart = 'A' | 'C' | 'S' | 'Z'

/** What the parts are called in a country, where it is not the usual word. Google's names. */
export type PartNames = { S?: StateName; C?: CityName; Z?: PostalName }
export type StateName =
  | 'area'
  | 'county'
  | 'department'
  | 'district'
  | 'do_si'
  | 'emirate'
  | 'island'
  | 'oblast'
  | 'parish'
  | 'prefecture'
  | 'state'
export type CityName = 'district' | 'post_town' | 'suburb'
export type PostalName = 'eircode' | 'pin' | 'zip'

export type CountryData = {
  /** Its parts in the order of its envelopes, for example `AZC`. */
  order: string
  /** The order in Latin script, where it differs. */
  latinOrder?: string
  /** The parts without which no letter arrives. */
  required: string
  /** A regular expression for the whole postal code, in capitals. */
  postal?: string
  /** A postal code of this country. */
  example?: string
  names?: PartNames
  /** BCP 47, where its own language writes order or states otherwise than Latin script. */
  language?: string
  /** `code:name`, then the name in Latin script and another name where there are any, separated by `|`. */
  states?: string
}
