/** Node loads these packages as they are: both run on a server without a bundler. */
export default {
  serverExternalPackages: ['@paykka-checkout/client', '@paykka-checkout/element'],
}
