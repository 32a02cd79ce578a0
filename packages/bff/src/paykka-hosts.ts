/** Which of PayKKa’s hosts an address is. The region follows the company the merchant has its contract with. */

const LIVE_HOSTS = ['openapi.paykka.com', 'openapi.eu.paykka.com', 'openapi.aq.paykka.com']

/** @returns whether real money moves there */
export function isLiveHost(address: string): boolean {
  return LIVE_HOSTS.includes(URL.parse(address)?.hostname ?? '')
}

/** @returns whether it is the host of merchants with PayKKa’s European company */
export function isEuropeanHost(address: string): boolean {
  return URL.parse(address)?.hostname.endsWith('.eu.paykka.com') ?? false
}
