/** The element’s package is plain JavaScript for Node: the server loads it as it is. */
export default {
  serverExternalPackages: ['@paykka-checkout/element'],
}
