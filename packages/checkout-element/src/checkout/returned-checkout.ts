/** The checkout that the page's address names after a return from the bank, or `null`. */
export function returnedCheckout(): string | null {
  const id = new URLSearchParams(location.search).get('checkout')
  return id && /^chk_[\w-]{22}$/.test(id) ? id : null
}
