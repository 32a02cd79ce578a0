/** Registers `<paykka-express>`, and with it `<paykka-checkout>`, whose code it shares. */
import './define.ts'
import { PaykkaExpress } from './elements/paykka-express.ts'

if (!customElements.get('paykka-express')) customElements.define('paykka-express', PaykkaExpress)

export { PaykkaExpress }
