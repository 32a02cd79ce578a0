/** Takes one small thing of the element: a bundler must leave the element itself out. */
import { CheckoutError } from '@paykka-checkout/element'

console.log(new CheckoutError('rate_limited').code)
