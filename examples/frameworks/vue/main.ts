/** Starts the Vue app with the checkout the shop's server made. */
import { createApp } from 'vue'
import { openCheckout } from '../shared/open-checkout.ts'
import Payment from './Payment.vue'

createApp(Payment, await openCheckout('vue')).mount('#app')
