/** What the documents' snippets leave to their readers: values of the shop, or of the page around them. */
declare const checkoutId: string
declare const paymentId: string
declare const secretKey: string
declare const clientSecret: string
declare const order: import('@paykka-checkout/shared-types').CreateCheckout
declare const app: import('fastify').FastifyInstance
declare const page: import('@playwright/test').Page
declare const browser: import('@paykka-checkout/element/testing/webdriverio').WdioBrowser
declare const cy: import('@paykka-checkout/element/testing/cypress').Cy
declare function mustBeOk(response: Response): void
