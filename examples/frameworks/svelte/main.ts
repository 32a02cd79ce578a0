/** Starts the Svelte app with the checkout the shop's server made. */
import { mount } from 'svelte'
import { openCheckout } from '../shared/open-checkout.ts'
import Payment from './Payment.svelte'

const target = document.querySelector('#app')
if (!target) throw new TypeError('The page has no place for the app.')
mount(Payment, { target, props: await openCheckout('svelte') })
